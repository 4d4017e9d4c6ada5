export type Walls = { [room: string]: string[] }
export declare const PACKAGE_HOMES: { [name: string]: string[] }
export declare function readWalls(root: string): Walls
export declare function roomOf(root: string, file: string): { room: string; inside: string } | null
export declare function trespass(
  root: string,
  walls: Walls,
  file: string,
  source: string,
): string | null
