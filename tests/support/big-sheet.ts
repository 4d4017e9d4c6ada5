import writeXlsxFile from 'write-excel-file/node'

/** A sheet as a banner's office would send it, of any size. Everybody in it is invented. */
export interface BigSheet {
  header: string[]
  rows: string[][]
}

const FAMILIES = [...'韩敖宝白包吴王李张赵孙周郑何梁宋唐许邓冯曹彭曾田董袁潘蒋蔡余']
const FIRST = [...'福登音孟斯巴图格额尔敦那木其苏乌特哈达朝鲁阿拉坦海日青德']
const SECOND = [...'全花敖和琴图雅乐扎布嘎仁高娃斯日古楞毕力格泰宁远成军']
const GROUPS = ['东浩特', '西浩特', '南浩特', '北浩特', '一组', '二组', '三组']
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

const pick = <T>(list: T[], n: number): T => list[n % list.length]!
const pad = (n: number, digits: number) => String(n).padStart(digits, '0')

/** The n-th invented person's ID number: an area that does not exist, a right check character. */
export function inventedId(n: number): string {
  const year = 1941 + (n % 59)
  const month = 1 + (Math.floor(n / 59) % 12)
  const day = 1 + (Math.floor(n / 708) % 28)
  const body = `159999${year}${pad(month, 2)}${pad(day, 2)}${pad(Math.floor(n / 19_824) % 1000, 3)}`
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  return body + '10X98765432'[sum % 11]
}

/** The n-th invented card: nineteen digits that pass Luhn, of a bank that does not exist. */
export function inventedCard(n: number): string {
  const body = `62179900000${pad(n % 10_000_000, 7)}`
  let sum = 0
  for (let i = 0; i < body.length; i++) {
    // Counted from the right of the whole number, every second digit doubles; the last of the body is one.
    const digit = Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return body + String((10 - (sum % 10)) % 10)
}

/** The n-th invented name; like real ones they repeat. */
export function inventedName(n: number): string {
  return (
    pick(FAMILIES, n) +
    pick(FIRST, Math.floor(n / 3)) +
    (n % 4 === 0 ? '' : pick(SECOND, Math.floor(n / 7)))
  )
}

/** `lines` payees spread over the villages of `places`; area × rate is the amount to the fen. */
export function bigSheet(lines: number, places: { township: string; village: string }[]): BigSheet {
  const header = [
    '序号',
    '苏木乡镇',
    '嘎查村',
    '组',
    '户主姓名',
    '身份证号码',
    '银行卡号',
    '联系电话',
    '补贴面积（亩）',
    '补贴标准（元/亩）',
    '补贴金额（元）',
    '备注',
  ]
  const rows: string[][] = []
  for (let n = 0; n < lines; n++) {
    const { township, village } = pick(places, n)
    const areaHundredths = 500 + ((n * 7919) % 40_000)
    // The rate has two decimals as well: the product is rounded half up to the fen.
    const fen = Math.round((areaHundredths * 7862) / 100)
    rows.push([
      String(n + 1),
      township,
      village,
      pick(GROUPS, n),
      inventedName(n),
      inventedId(n),
      inventedCard(n),
      `1990000${pad(n % 10_000, 4)}`,
      (areaHundredths / 100).toFixed(2),
      '78.62',
      (fen / 100).toFixed(2),
      '',
    ])
  }
  return { header, rows }
}

/** UTF-8, as an office's database would write it. */
export function toCsv(sheet: BigSheet): Buffer {
  return Buffer.from(
    [sheet.header, ...sheet.rows].map((row) => row.join(',')).join('\r\n') + '\r\n',
  )
}

/** Numbers are numbers in the cells, IDs and cards are text. */
export async function toXlsx(sheet: BigSheet): Promise<Buffer> {
  const numeric = new Set([0, 8, 9, 10])
  const cells = sheet.rows.map((row) =>
    row.map((text, column) =>
      numeric.has(column)
        ? { type: Number, value: Number(text) }
        : text === ''
          ? null
          : { type: String, value: text },
    ),
  )
  const header = sheet.header.map((text) => ({ type: String, value: text }))
  const file = writeXlsxFile([header, ...cells], { sheet: '发放表' })
  return file.toBuffer()
}
