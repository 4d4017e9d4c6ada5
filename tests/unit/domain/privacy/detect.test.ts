import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findPersonal } from '#domain/privacy/detect.ts'
import type { PersonalKind } from '#domain/privacy/detect.ts'
import { around, card, DISGUISES, id15, id18, phone } from './planted.ts'

const kindsIn = (text: string) => findPersonal(text).map((one) => one.kind)

describe('T1 F91 planted numbers', () => {
  const planted: [PersonalKind, fc.Arbitrary<string>][] = [
    ['id18', id18],
    ['id15', id15],
    ['phone', phone],
    ['card', card],
  ]
  const cases = planted.flatMap(([kind, numbers]) =>
    Object.entries(DISGUISES).map(([name, disguise]) => ({ kind, numbers, name, disguise })),
  )

  test.each(cases)('no $kind is missed: $name', ({ kind, numbers, disguise }) => {
    fc.assert(
      fc.property(numbers, around, (number, [before, after]) => {
        const text = before + disguise(number) + after
        const found = findPersonal(text)
        const from = before.length
        const to = text.length - after.length
        // An ID in a longer row of digits may be read with its neighbours; what counts is that it cannot pass.
        const hit = found.find((one) => one.from < to && from < one.to)
        expect(hit, text).toBeDefined()
        if (before === '')
          expect(hit?.kind === kind || hit?.kind === 'id18', `${text} ${hit?.kind}`).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test('a number cut anywhere by spaces and hyphens, whichever, is found', () => {
    const cuts = fc.array(
      fc.record({
        at: fc.nat({ max: 20 }),
        sign: fc.constantFrom(' ', '-', '\u3000', ' - ', '\u200B'),
      }),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(fc.oneof(id18, id15, phone, card), cuts, (number, list) => {
        const text = [...number]
          .map((c, i) => (list.find(({ at }) => at === i && i > 0)?.sign ?? '') + c)
          .join('')
        expect(findPersonal(text), text).not.toEqual([])
      }),
      { numRuns: 5_000 },
    )
  })

  test('an ID cut anywhere by anything that stands between digits is found', () => {
    const signs = fc.constantFrom(' ', '-', '.', ',', '/', '*', '·', '、', ':', '\u200D', '\uFE0F')
    fc.assert(
      fc.property(
        id18,
        fc.array(fc.tuple(fc.nat({ max: 17 }), signs), { maxLength: 8 }),
        (number, list) => {
          const text = [...number]
            .map((c, i) => (list.find(([at]) => at === i && i > 0)?.[1] ?? '') + c)
            .join('')
          // 159999、1952-02-22.2184 may as well be a list with a date in it.
          fc.pre(
            !/(?:^|\D)(?:19|20)\d\d(?:\D+\d\d?\D+\d\d?|\d{4})(?:\D|$)/.test(
              text.replace(/[\u200D\uFE0F]/g, ''),
            ),
          )
          expect(kindsIn(text), text).toEqual(['id18'])
        },
      ),
      { numRuns: 3_000 },
    )
  })

  test('an ID with a wrong check character is still a person’s', () => {
    expect(kindsIn('159999195202222185')).toEqual(['id18'])
    expect(kindsIn('159999 19520222 2185')).toEqual(['id18'])
    expect(kindsIn('15999919520222218')).toEqual(['digits'])
  })

  test('several are all found, in order, each once', () => {
    const found = findPersonal('甲159999195202222184、乙199 0000 2947，卡6217990000059451654')
    expect(found.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['id18', 1, 19],
      ['phone', 21, 34],
      ['card', 36, 55],
    ])
  })

  test.each([
    ['+8619900002947', 'phone'],
    ['008619900002947', 'phone'],
    ['+86 199 0000 2947', 'phone'],
    ['6217 9900 0005 9451 655', 'digits'],
    ['账号12345678901', 'digits'],
    ['存折060312345678901', 'digits'],
  ] as const)('%s is a %s', (text, kind) => expect(kindsIn(text)).toEqual([kind]))

  test('no two findings overlap and each lies in the text', () => {
    const signs = fc.string({
      unit: fc.constantFrom(...'0123456789xX- .·,一二九病患残年元亩'),
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.oneof(signs, fc.string({ unit: 'binary' })), (text) => {
        let end = 0
        for (const { from, to } of findPersonal(text)) {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(text.length)
          end = to
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('clean text', () => {
  const yuan = fc.integer({ min: 0, max: 9_999_999_999 }).map((fen) => {
    const whole = String(Math.floor(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
    return `${whole}.${String(fen % 100).padStart(2, '0')}`
  })
  const area = fc.integer({ min: 1, max: 999_999 }).map((n) => String(n / 100))
  const long = fc.double({ min: 0, max: 1e6, noNaN: true }).map(String)
  const date = fc
    .date({
      min: new Date('1990-01-01T00:00:00Z'),
      max: new Date('2030-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    .chain((d) => {
      const iso = d.toISOString().slice(0, 10)
      const [y, m, day] = iso.split('-').map(Number)
      return fc.constantFrom(
        iso,
        iso.replace(/-/g, ''),
        iso.replace(/-/g, '.'),
        iso.replace(/-/g, '/'),
        `${y}年${m}月${day}日`,
      )
    })
  const period = fc
    .tuple(date, date, fc.constantFrom('至', '—', '-', '~', ' '))
    .map(([a, b, s]) => a + s + b)
  const document = fc
    .record({ year: fc.integer({ min: 1998, max: 2026 }), n: fc.integer({ min: 1, max: 999 }) })
    .chain(({ year, n }) =>
      fc.constantFrom(
        `内政办发〔${year}〕${n}号`,
        `旗农牧发[${year}] ${n}号`,
        `国办函（${year}）${n}号`,
        `第${year}-${n}号`,
      ),
    )
  const payee = fc.string({
    unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
    minLength: 8,
    maxLength: 8,
  })
  const remark = fc.constantFrom(
    '委托代领',
    '银行卡已更换',
    '上年结转',
    '退回后重新发放',
    '户主变更',
    '草场流转',
    '补发',
    '户主去世，由其子代领',
    '按文件精神执行',
    '示范嘎查十四村',
    '东浩特',
    '第一小组',
    '残膜回收',
    '安全隐患整改',
    '病虫害防治',
    '一事一议',
    '',
  )
  const rate = fc.constantFrom(
    '11.9235',
    '3.9745',
    '78.62元/亩',
    '625元/人·月',
    '单台补贴额12,000.00元',
  )
  const landline = fc.integer({ min: 1_000_000, max: 9_999_999 }).map((n) => `0479-${n}`)
  const row = fc
    .tuple(payee, yuan, area, long, date, period, document, remark, rate, landline)
    .map((cells) => cells as string[])

  const count = (rows: string[][], join: (cells: string[]) => string[]) => {
    const hits: string[] = []
    for (const cells of rows)
      for (const text of join(cells)) if (findPersonal(text).length > 0) hits.push(text)
    return hits
  }
  const rows = fc.sample(row, { seed: 20260309, numRuns: 10_000 })

  test('at most one false alarm in 10,000 rows, cell by cell', () => {
    const hits = count(rows, (cells) => cells)
    expect(hits.length, hits.slice(0, 5).join(' | ')).toBeLessThanOrEqual(1)
  })

  test('at most one false alarm in 10,000 rows written as sentences', () => {
    const hits = count(rows, (cells) => [cells.join('，')])
    expect(hits.length, hits.slice(0, 5).join(' | ')).toBeLessThanOrEqual(1)
  })

  test.each([
    '内政办发〔2022〕28号',
    '1234.5600000000001',
    '0.30000000000000004',
    '公示期2025-11-20至2025-11-30',
    '20251120153012',
    '名册20251120至20251130.xlsx',
    '128465000',
    '咨询电话0479-0000001',
    '编号15-2025-00123',
    '1990-03-09 120亩',
    '合同2022（12345678）号',
    '2022 2023 2024 2025',
    '13:30:00至15:00:00',
    '承包期1998-01-01至2027-12-31，13亩',
    '车祸',
    '示范旗2025年农村牧区最低生活保障金发放花名册',
    '3153.44×11.9235=37600.04',
    '注：1.禁牧补助标准11.9235元/亩，草畜平衡奖励标准3.9745元/亩。2.面积以草原承包合同为准。',
    '二〇二五年十一月二十日',
    '残联代发',
    '疫病防治补助',
    '病死畜无害化处理',
  ])('%s is left alone', (text) => expect(findPersonal(text)).toEqual([]))
})

describe('words on health', () => {
  test.each([
    '户主患肺癌长期住院',
    '二级肢体残疾',
    '因病返贫',
    '重病',
    '大病',
    '患有高血压',
    '患者',
    '精神病',
    '精神一级',
    '精神障碍',
    '智力残疾二级',
    '残疾证号',
    '肺 癌',
    '肺\u200B癌',
    '癌',
    '白血病',
    '尿毒症透析',
    '脑梗',
    '偏瘫',
    '截肢',
    '聋哑人',
    '双目失明',
    '一级残',
    '重残',
    '伤残军人',
    '致残',
    '长期卧床',
    '生活不能自理',
    '慢性病',
    '布鲁氏菌病',
    '艾滋',
    '怀孕',
    'cancer',
    'ᠡᠪᠡᠳᠴᠢᠨ',
    'хорт хавдар',
    '肢体３级',
    '殘疾',
  ])('%s', (text) => expect(kindsIn(text)).toContain('health'))

  test.each([
    '委托代领',
    '户主变更',
    '按文件精神',
    '精神文明户',
    '安全隐患',
    '水患',
    '病虫害',
    '疫病',
    '残膜',
    '残联',
    '患难',
    '慢性',
    '一级公路',
    '三级渠道',
    '手续不全',
    '伤心',
    '张盲区',
  ])('%s says nothing about health', (text) => expect(findPersonal(text)).toEqual([]))
})

describe('the sample sheets', () => {
  const folder = new URL('../../../fixtures/samples/', import.meta.url)
  const remarksOf = (file: string, encoding: string): string[] => {
    const text = new TextDecoder(encoding).decode(readFileSync(new URL(file, folder)))
    return text.split(/\r?\n/).slice(1)
  }

  test('remarks in the bad sheets are caught where their README says', () => {
    const bad = readdirSync(new URL('bad/', folder)).filter((f) =>
      /^(card-and|health|id-in-remark).*\.csv$/.test(f),
    )
    expect(bad.length).toBeGreaterThanOrEqual(4)
    for (const file of bad) {
      const expected = JSON.parse(
        readFileSync(new URL(`bad/${file}.expected.json`, folder), 'utf8'),
      )
      const rows = remarksOf(`bad/${file}`, 'utf-8')
      const hits = rows.flatMap((row, i) =>
        kindsIn(row.split(',')[9] ?? '').length > 0 ? [i + 2] : [],
      )
      expect(hits, file).toEqual(expected.errors.map((e: { row: number }) => e.row))
    }
  })

  test('names, groups and remarks of a good sheet pass', () => {
    const rows = remarksOf('02-耕地地力保护补贴-2025.csv', 'gb18030')
    expect(rows.length).toBeGreaterThan(400)
    for (const row of rows) {
      const cells = row.replace(/"[^"]*"/g, 'amount').split(',')
      for (const i of [1, 2, 3, 4, 9, 10, 11, 12])
        expect(findPersonal(cells[i] ?? ''), cells[i]).toEqual([])
    }
  })
})

test('F90 a million characters take no time worth naming: the work grows with the text, not faster', () => {
  const texts = [
    '1'.repeat(200_000),
    '1 '.repeat(100_000),
    '1-2.'.repeat(50_000),
    '病'.repeat(200_000),
    '19x'.repeat(60_000),
  ]
  for (const text of texts)
    expect(findPersonal(text).every((one) => one.to <= text.length)).toBe(true)
}, 20_000)
