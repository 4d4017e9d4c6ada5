export declare const q: import("../domain/money/fen").Fen;
