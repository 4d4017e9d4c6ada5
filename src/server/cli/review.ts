import type { Command } from 'commander'
import { CHECKS, type CheckName } from '#domain/notice/notice.ts'
import { review, submit } from '../review/lifecycle.ts'
import {
  actAs,
  meantOf,
  officeOf,
  selected,
  selecting,
  tellWaiting,
  type Selection,
} from './acting.ts'
import { withDatabase, type Context } from './context.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'
import { refuse } from './user.ts'

interface ReviewOptions extends Selection {
  approve?: boolean
  return?: boolean
  yes?: string
  no?: string
  reasons?: string
}

const isCheck = (text: string): text is CheckName => CHECKS.some((check) => check === text)

function checksIn(yes = '', no = ''): Partial<Record<CheckName, boolean>> {
  const answers: Partial<Record<CheckName, boolean>> = {}
  const take = (list: string, answer: boolean) => {
    for (const name of list.split(',').filter(Boolean)) {
      if (!isCheck(name)) throw new CliTrouble('checkUnknown', { checks: CHECKS.join(',') }, 2)
      answers[name] = answer
    }
  }
  take(yes, true)
  take(no, false)
  return answers
}

async function submitting(context: Context, options: Selection): Promise<number> {
  return withDatabase(context, async (storage) => {
    const person = await actAs(context, storage, options.user)
    const rows = await selected(storage, options, 'draft')
    if (rows === null) return tellWaiting(context, storage, person, 'submit', 'draft')
    const done = await submit(officeOf(context, storage), person, meantOf(rows))
    if ('refused' in done) return refuse(done)
    context.speaker.answer({ ok: true, notices: done })
    context.speaker.say('act.submitted', { notices: done.length })
    return 0
  })
}

async function reviewing(context: Context, options: ReviewOptions): Promise<number> {
  const named = options.import !== undefined || options.notice !== undefined
  if (named && Boolean(options.approve) === Boolean(options.return))
    throw new CliTrouble('decisionMissing', {}, 2)
  const checks = checksIn(options.yes, options.no)
  return withDatabase(context, async (storage) => {
    const person = await actAs(context, storage, options.user)
    const rows = await selected(storage, options, 'submitted')
    if (rows === null) return tellWaiting(context, storage, person, 'review', 'submitted')
    const done = await review(officeOf(context, storage), person, meantOf(rows), {
      decision: options.approve ? 'approve' : 'return',
      checks,
      reasons: options.reasons ?? '',
    })
    if ('refused' in done) return refuse(done)
    context.speaker.answer({ ok: true, notices: done })
    context.speaker.say(options.approve ? 'act.approved' : 'act.returned', { notices: done.length })
    return 0
  })
}

export function addReviewCommands(program: Command, run: RunCommand): void {
  selecting(program.command('submit').description('submit')).action((options: Selection) =>
    run((context) => submitting(context, options)),
  )
  selecting(program.command('review').description('review'))
    .option('--approve', 'review.approve')
    .option('--return', 'review.return')
    .option('--yes <checks>', 'review.yes')
    .option('--no <checks>', 'review.no')
    .option('--reasons <text>', 'review.reasons')
    .action((options: ReviewOptions) => run((context) => reviewing(context, options)))
}
