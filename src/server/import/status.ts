import type { LineStatus } from '#domain/disbursement/line.ts'

/** What a column like 发放状态 says. What is not clearly something else was paid. */
export function statusOf(text: string): LineStatus {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  if (/补发|重发|重新发放|二次发放/.test(plain) && !/未|待/.test(plain)) return 'reissued'
  if (/退|失败|不成功|未成功|拒|撤销|作废|有误|错误|冻结/.test(plain)) return 'returned'
  if (
    /^(否|未|不|没有|N|NO|FALSE|×)$/i.test(plain) ||
    /未发|待发|未打|未付|未兑|待兑|计划|暂停|缓发|停发|待核/.test(plain)
  )
    return 'planned'
  return 'paid'
}
