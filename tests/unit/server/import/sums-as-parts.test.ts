import { describe, expect, test } from 'vitest'
import { faults, readRows } from '#tests/support/import-here.ts'

describe('a sum column is the total, never one more part', () => {
  const pairs = ['禁牧补助', '草畜平衡奖励'] as const
  test.each([
    [...pairs, '全年合计'],
    [...pairs, '两项合计'],
    [...pairs, '三项合计'],
    [...pairs, '本年合计'],
    [...pairs, '全年实发'],
    [...pairs, '一次性发放合计'],
    [...pairs, '每户合计'],
    [...pairs, '补奖合计'],
    ['困难生活补贴', '重度护理补贴', '两项补贴合计'],
    ['上半年金额', '下半年金额', '全年金额'],
    ['1-6月金额', '7-12月金额', '全年合计'],
  ])('%s, %s, %s', async (one, other, total) => {
    const report = await readRows([
      ['嘎查', '姓名', one, other, total],
      ['示范嘎查一', '巴特尔', 100, 150, 250],
      ['示范嘎查一', '乌云', 60, 0, 60],
    ])
    expect([faults(report), report.totalFen]).toEqual([[], 31000])
    expect(report.spotLines[0]!.parts).toHaveLength(2)
    const wrong = await readRows([
      ['嘎查', '姓名', one, other, total],
      ['示范嘎查一', '巴特尔', 100, 150, 260],
    ])
    expect(faults(wrong)).toEqual([`2 ${total} totalMismatch`])
  })

  test('a total that is called as nobody thought of is refused, equal parts are not', async () => {
    const head = ['嘎查', '姓名', '禁牧补助', '草畜平衡奖励', '草原类资金']
    const doubled = await readRows([
      head,
      ['示范嘎查一', '巴特尔', 100, 150, 250],
      ['示范嘎查一', '乌云', 60, 0, 60],
    ])
    expect(faults(doubled)).toEqual(['草原类资金 headerConflict'])
    const three = await readRows([
      head,
      ['示范嘎查一', '巴特尔', 100, 150, 250],
      ['示范嘎查一', '乌云', 60, 0, 70],
    ])
    expect([faults(three), three.totalFen]).toEqual([[], 63000])
    const halves = await readRows([
      ['嘎查', '姓名', '上半年金额', '下半年金额'],
      ['示范嘎查一', '巴特尔', 100, 100],
    ])
    expect([faults(halves), halves.totalFen]).toEqual([[], 20000])
  })

  test('sums of quarters between months are no parts of every month', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '3月', '一季度合计', '4月', '二季度合计', '全年合计'],
      ['示范嘎查一', '巴特尔', 100, 100, 150, 150, 250],
    ])
    expect([faults(report), report.totalFen]).toEqual([[], 25000])
    expect(report.disbursements.map(({ batch, lines }) => [batch, lines[0]!.parts])).toEqual([
      ['2025-03', [{ what: '补贴', amountFen: 10000 }]],
      ['2025-04', [{ what: '补贴', amountFen: 15000 }]],
    ])
    expect(report.droppedColumns).toEqual(expect.arrayContaining(['一季度合计', '二季度合计']))
  })
})

describe('what was paid is what says so', () => {
  const read = (states: string[]) =>
    readRows([
      ['嘎查', '姓名', '金额', '发放状态'],
      ...states.map((state, at) => ['示范嘎查一', '巴特尔', at + 1, state]),
    ])

  test.each([
    [
      'paid',
      [
        '成功',
        '已发',
        '已到账',
        '是',
        '正常',
        '已打卡',
        '发放成功',
        '已兑付',
        '已足额发放',
        '已发放到户',
        '√',
      ],
    ],
    [
      'planned',
      ['未到账', '未到', '未入账', '处理中', '待处理', '否', '未发', '待审核', '暂缓发放'],
    ],
    ['returned', ['账户异常', '户名不符', '已注销', '退回', '失败', '未成功', '补发失败']],
    ['reissued', ['已补发', '重新发放']],
  ])('%s', async (status, words) => {
    const report = await read(words)
    expect(faults(report)).toEqual([])
    const lines = report.disbursements.flatMap((list) => list.lines)
    expect(lines.map((line, at) => [words[at], line.status])).toEqual(
      words.map((word) => [word, status]),
    )
  })

  test('a word that nobody knows, and a blank among others, is asked about', async () => {
    expect(faults(await read(['已发放', '见附件', '', '已', '已核']))).toEqual([
      '3 发放状态 statusUnknown',
      '5 发放状态 statusUnknown',
      '6 发放状态 statusUnknown',
      '4 发放状态 statusUnknown',
    ])
    const blank = await read(['', ''])
    expect([faults(blank), blank.totalFen]).toEqual([[], 300])
  })
})
