/** What a device must know once it is a tablet: a script of its own, loaded where one asks for it. */
export { beat } from './beat.ts'
export { enrol } from './enrol.ts'
export { settingsOf, tabletOf } from './orders.ts'
