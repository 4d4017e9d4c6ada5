/** What the loop needs after its first leaf: a script of its own, so that the board does not wait for it. */
export { default as BoardMark } from './BoardMark.vue'
export { default as LeafNotice } from './LeafNotice.vue'
export { default as LeafTotals } from './LeafTotals.vue'
