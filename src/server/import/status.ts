import type { LineStatus } from '#domain/disbursement/line.ts'

const FAILED =
  /退|失败|不成功|未成功|拒|撤销|作废|取消|有误|错误|冻结|异常|不符|不一致|不存在|注销|销户|挂失/
const OPEN =
  /^(?:否|不|没有|无|N|NO|FALSE|×|✗|✘)$|未|待|处理中|受理中|审核中|发放中|在途|计划|暂停|暂缓|缓发|停发/i
const DONE = new RegExp(
  '^(?:是|有|对|Y|YES|TRUE|OK|√|✓|✔|正常|完成|完毕|付讫|全额|足额|现金|成功|.{0,6}(?:成功|完成|完毕))$' +
    '|^已?(?:足额|全额|全部|实际|按时|银行|通过)*(?:打卡|代发|转账|现金)?(?:发|发放|发完|打卡|打款|到账|到卡|到位|入账|入卡|' +
    '兑付|兑现|支付|拨付|付|付款|领|领取|代发|转账|处理|收|收到|签收)?(?:到账|到卡|到户|到位|发放|支付)?[。.!]?$',
  'i',
)

/**
 * What a column like 发放状态 says. Paid is only what says so: null for words that nobody knows, so that a person
 * looks at them before money is published as paid. A blank is none of this function's.
 */
export function statusOf(text: string): LineStatus | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  const failed = FAILED.test(plain)
  const open = OPEN.test(plain)
  if (/补发|重发|重新发放|二次发放/.test(plain) && !failed && !open && !/中$|不/.test(plain))
    return 'reissued'
  if (failed) return 'returned'
  if (open) return 'planned'
  return plain !== '' && DONE.test(plain) && plain !== '已' ? 'paid' : null
}
