import type { Plugin } from 'vite'
/** Holds the walls of the rooms in every build: a trespass ends it, naming both files. */
export declare function wallsPlugin(root: string): Plugin
