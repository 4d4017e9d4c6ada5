import type { Clock } from '#domain/deadline/clock.ts'

/** The clock of every row of the standard catalog, set down by a reader of its words. Ids stand without their `cat-`. */
export const CLOCKS: readonly { clock: Clock; ids: string }[] = [
  {
    clock: { kind: 'workingDays', n: 2 },
    ids: `f1e0fbe0`,
  },
  {
    clock: { kind: 'workingDays', n: 5 },
    ids: `52daa97e`,
  },
  {
    clock: { kind: 'workingDays', n: 7 },
    ids: `85daa0c6 3a890933 ee3e6173 4c149bfc b8fc405e 88713366 2406ffb0 bf2fdc54`,
  },
  {
    clock: { kind: 'workingDays', n: 10 },
    ids: `fcec51ad ae5db4dc 9c395aa2 2f3d7b64 b0c9baaf 195d936f fc5cb191 9b8df490 0c7a1888 16bd6239
      5c924d1e ab834d76 b5b8b06f 1d87564c 9015ab28 281df5f8 7310f6ec 079bc100 795b84c0`,
  },
  {
    clock: { kind: 'workingDays', n: 15 },
    ids: `ea25e76e`,
  },
  {
    clock: { kind: 'workingDays', n: 20 },
    ids: `dcebfd25 26198f25 9861a241 2ed70218 f18b025a c42e09eb 0db406a7 650b501b 0001af8d 0444d4ae
      688d5a55 4472f280 8fec5884 11bb17f1 00fe2416 615e6510 4fb3bc89 6f3b00bd 1c35e80c a7a0392c
      779c206b d3b50c59 1d99ac4c b5a30a0f 66f2f78d 5f87913d 032fa31f 72f1d2cb 677056ba a7c45a64
      8bd30672 731e3b0e ef75c174 912c3c1d 0279c088 73e649c8 c09772b1 d3f516a6 c0650cad 8f772029
      3f571e5e c9561cb4 314c373f a53e4a26 a1878fe8 bf2de40b 9b9c4406 73b75b58 cc839938 abc5eec7
      a89765eb 0487585a b329dfdd 8358b238 f61d30c9 4fb3b17b 72818182 38c67260 a419853b 3e3f9e9d
      f999f987 49a86b99 ae04e133 906108b8 9bda4332 4b8dbac1 f9520f3c da38c4c6 3ade0f4e f77d24d2
      2e67299d cf514cdd b5a7cb88 27d42734 c25aa69d 91a2c2c6 55edfb8a 5babd0f0 3c33c6e6 8b1df64f
      86a8dffe fefb387a 994cd1bf fe560b7c 7f0947b1 167f06fb 6edac67d efb31f26 9a0f7f4a f5cd0009
      7aef70b1 3ee2c34f ac3f44a3 20c4adb2 c20dfffd 049d61ba 6cfa9670 0cfd4fad 41b93b55 6a523ee9
      e0bf9e06 2a9a2906 6d306d41 80b47f23 25de8500 8087fed6 4530bb60 946f00e2 288e8580 d017720e
      8aa45cef fc9794e1 11dad7be e9ba4ff1 ebca85d5 ffbf96ac b966a376 0f48cb6d ff652789 d339430e
      847d26d3 ec259106 c47bb8b4 e5772db9 2c7f3fff 30558a92 3f021db5 bc9ae03e 9a8fadb5 0b6b1bf6
      69c74c42 7b158a05`,
  },
  {
    clock: { kind: 'workingDays', n: -7 },
    ids: `0bb0e41c`,
  },
  {
    clock: { kind: 'days', n: 3 },
    ids: `654f1f39`,
  },
  {
    clock: { kind: 'days', n: 20 },
    ids: `c10e97d4 f589f741 c1212910 914a085a f7529714 43d82220`,
  },
  {
    clock: { kind: 'days', n: -7 },
    ids: `9cf5ac94`,
  },
  {
    clock: { kind: 'every', months: 1, month: 1, day: null },
    ids: `a6be6ba9 7cc3a763 35badb5e`,
  },
  {
    clock: { kind: 'every', months: 3, month: 1, day: 20 },
    ids: `86aeee9e 5830a32c 5b0b3ba5 ffd7dc50 dc0f60d0 b52de727 e5e600f8 94ce3e11`,
  },
  {
    clock: { kind: 'every', months: 3, month: 3, day: null },
    ids: `a2297dcb`,
  },
  {
    clock: { kind: 'every', months: 6, month: 6, day: null },
    ids: `64f892bb`,
  },
  {
    clock: { kind: 'every', months: 12, month: 7, day: null },
    ids: `1e832551`,
  },
  {
    clock: { kind: 'every', months: 12, month: 12, day: 31 },
    ids: `c126ae7a`,
  },
  {
    clock: { kind: 'asNeeded' },
    ids: `c53cb84f 6a5dc5e8 70ceadba 2054cf5d 05e5841d c50e5af5 0456f348 b7dc26a8 58303a02 86db14b5
      cd4d04c0 0e838fce 31216660 64c3fdf2 567aaad0 3a2020d5 78ad8e76 c587cd5d 34009248 8dd13c87
      a7d06f4a 516b9022 b71a11da d2e38375`,
  },
]
