/** Money in whole fen, a safe integer. Read from text by `parseFen`, never computed from a float. */
export type Fen = number & { readonly __fen: true }
