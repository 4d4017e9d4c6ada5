import { describe, expect, test } from 'vitest'
import { faults, id, readHere } from '#tests/support/import-here.ts'
import { makeBook, type MadeCell, type MadeSheet } from '#tests/support/make-book.ts'

// The same households laid out in every way that offices print them: whatever the layout, who was paid how much where
// comes out the same. The seed is in the test's name.

interface Household {
  name: string
  id: string
  area: number
  yuan: number
}
type Row = MadeCell[]

const NAMES = ['巴特尔', '乌云', '朝鲁', '高娃', '其其格', '苏和', '宝音', '阿拉坦', '李四']
const VILLAGES = ['示范嘎查一', '示范嘎查二', '示范嘎查三']
const LIST = '2025年草原生态保护补助奖励资金发放花名册'
const FEET: Row[][] = [
  [['制表人：王某', '审核人：李某', '负责人：赵某']],
  [['注：1.标准每亩10元；2.公示7天。']],
  [['嘎查达：', '会计：', '出纳：', '监督：']],
  [[], ['单位（盖章）：'], ['填表日期：2025年3月1日']],
  [],
]

function layout(seed: number): { sheets: MadeSheet[]; wanted: object } {
  let state = seed
  const random = () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff
  const yes = (chance = 0.5) => random() < chance
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  let person = seed * 40
  const villages = VILLAGES.slice(0, 1 + Math.floor(random() * 3)).map((village) => ({
    village,
    people: Array.from({ length: 1 + Math.floor(random() * 5) }, (): Household => ({
      name: pick(NAMES),
      id: id(++person % 6000),
      area: 1 + Math.floor(random() * 50),
      yuan: 1 + Math.floor(random() * 900),
    })),
  }))
  const mode = pick(['column', 'pages', 'merged', 'headings', 'sums', 'tables', 'sheets'] as const)
  const places = mode === 'column' || mode === 'pages' || mode === 'merged'
  const numbered = mode === 'sums' || yes()
  const beside = mode === 'sums' || mode === 'merged' ? 1 : pick([1, 1, 2, 3])
  const labels = [
    ...(numbered ? ['序号'] : []),
    ...(places ? [pick(['嘎查', '所属嘎查(村)', '行政村'])] : []),
    pick(['姓名', '户主姓名', '领款人', '补贴对象']),
    ...(yes() ? ['身份证号'] : []),
    ...(yes() ? [pick(['面积（亩）', '草场面积'])] : []),
    pick(['金额', '补贴金额（元）', '实发金额(元)', '应补资金', '合计金额(元)']),
    ...(yes() ? ['备注'] : []),
  ]
  const money = labels.findIndex((label) => /金额|资金/.test(label))
  const area = labels.findIndex((label) => label.includes('面积'))
  const place = labels.findIndex((label) => /嘎查|村/.test(label))
  const amount = (yuan: number): MadeCell =>
    pick<MadeCell>([
      yuan,
      yuan,
      `${yuan}.00`,
      yuan.toLocaleString('en-US'),
      `${yuan}元`,
      { f: 'A1', v: yuan },
    ])
  const line = (village: string, one: Household, n: number): Row =>
    labels.map((label, column) =>
      column === money
        ? amount(one.yuan)
        : column === area
          ? one.area
          : column === place
            ? village
            : label === '序号'
              ? n + 1
              : label === '身份证号'
                ? one.id
                : label === '备注'
                  ? null
                  : one.name,
    )
  const total = (label: string, people: Household[], at = 0): Row => {
    const row: Row = labels.map(() => null)
    row[at] = label
    row[money] = people.reduce((sum, { yuan }) => sum + yuan, 0)
    if (area >= 0 && yes()) row[area] = people.reduce((sum, one) => sum + one.area, 0)
    return row
  }
  const head = (): Row => Array.from({ length: beside }, () => labels).flat()
  const laid = (rows: Row[]): Row[] => {
    const height = Math.ceil(rows.length / beside)
    return Array.from({ length: height }, (_, y) =>
      Array.from(
        { length: beside },
        (__, part) => rows[part * height + y] ?? labels.map(() => null),
      ).flat(),
    )
  }
  const everybody = villages.flatMap(({ people }) => people)
  const merges: string[] = []
  const rows: Row[] = []
  const sheets: MadeSheet[] = []
  if (yes()) rows.push([LIST], [])
  if (mode !== 'tables' && mode !== 'sheets') rows.push(head())
  if (places && beside === 1 && yes(0.3)) rows.push(total('总计', everybody))
  const lines = villages.flatMap(({ village, people }) => people.map((one) => ({ village, one })))
  if (mode === 'column')
    rows.push(...laid(lines.map(({ village, one }, n) => line(village, one, n))))
  if (mode === 'pages') {
    for (let from = 0; from < lines.length; from += 3) {
      const page = lines.slice(from, from + 3)
      if (from > 0) rows.push(head())
      rows.push(...laid(page.map(({ village, one }, n) => line(village, one, from + n))))
      if (yes())
        rows.push(
          total(
            pick(['本页合计', '本页小计']),
            page.map(({ one }) => one),
          ),
        )
      if (yes())
        rows.push(
          total(
            pick(['累计', '转下页']),
            lines.slice(0, from + 3).map(({ one }) => one),
          ),
        )
    }
  }
  for (const { village, people } of villages) {
    const own = people.map((one, n) => line(village, one, n))
    if (mode === 'merged') {
      const letter = String.fromCharCode(65 + place)
      if (own.length > 1)
        merges.push(`${letter}${rows.length + 1}:${letter}${rows.length + own.length}`)
      rows.push(
        ...own.map((cells, n) =>
          cells.map((cell, column) => (n > 0 && column === place ? null : cell)),
        ),
      )
    }
    if (mode === 'headings') rows.push([`${pick(['', '一、'])}${village}`], ...laid(own))
    if (mode === 'sums') rows.push(total(village, people, 1), ...own)
    if (mode === 'tables')
      rows.push([pick([village + LIST, `嘎查：${village}`])], head(), ...laid(own))
    if (mode === 'sheets') {
      const title: Row[] = yes() ? [[village + LIST]] : []
      const sum = yes() ? [total('合计', people)] : []
      sheets.push({ name: village, rows: [...title, head(), ...laid(own), ...sum, ...pick(FEET)] })
    }
    if ((mode === 'headings' || mode === 'tables') && yes())
      rows.push(total(mode === 'tables' ? '合计' : '小计', people))
  }
  if (yes()) rows.push(total(pick(['合计', '总计', '合  计']), everybody))
  rows.push(...pick(FEET))
  if (mode !== 'sheets') sheets.push({ name: 'Sheet1', rows, merges })
  else if (yes())
    sheets.unshift({
      name: '汇总表',
      rows: [
        ['嘎查', '户数', '金额'],
        ...villages.map(({ village, people }) => [
          village,
          people.length,
          total('', people)[money]!,
        ]),
      ],
    })
  const wanted = Object.fromEntries(
    villages.map(({ village, people }) => [
      `15252990020${VILLAGES.indexOf(village) + 1}`,
      { lines: people.length, totalFen: people.reduce((sum, { yuan }) => sum + yuan * 100, 0) },
    ]),
  )
  return { sheets, wanted }
}

describe('whatever the layout', () => {
  test.each(Array.from({ length: 20 }, (_, n) => n))('twenty layouts from seed %i', async (n) => {
    for (let seed = n * 20 + 1; seed <= n * 20 + 20; seed++) {
      const { sheets, wanted } = layout(seed)
      const report = await readHere(makeBook({ sheets }), '补贴.xlsx')
      expect([seed, faults(report), report.villages]).toEqual([seed, [], wanted])
    }
  })
})
