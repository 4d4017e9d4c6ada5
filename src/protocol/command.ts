import type { AffairDraft } from '#domain/affair/affair.ts'
import type { Hash } from '#domain/board/board-state.ts'
import type { Instant } from '#domain/calendar/day.ts'
import { malformed, VerificationError } from '#transparency/verification-error.ts'
import { canonicalJson, parseCanonical } from './canonical-json.ts'
import { commandId, deed, type CommandId, type Deed } from './deeds.ts'
import { isSignedBy } from './device-signature.ts'
import {
  count,
  instant,
  like,
  listOf,
  nullable,
  optional,
  record,
  textUpTo,
  versionOne,
} from './door.ts'
import { utf8 } from './encoding.ts'
import { hashOf } from './sha256.ts'
import { deviceId } from './signed-orders.ts'

/** One act of one person at one desk. */
export interface Command {
  v: 1
  id: CommandId
  desk: string
  /** This desk's own count: gaps are allowed, no number comes twice. */
  n: number
  /** `rights` of the orders held when it was made. */
  rights: number
  /** As likely as the desk can tell. */
  at: Instant | null
  /** Id of a notice or an objection. */
  about: string
  /** The command before it about the same thing. */
  after: CommandId | null
  /** The refused one whose text was taken up again. */
  instead?: CommandId
  what: Deed
}

/** A command as it travels: canonical JSON, and base64 of r ‖ s. */
export interface SignedCommand {
  body: string
  signature: string
}

/** Bytes of a body. A draft within `AFFAIR_LIMITS` stays below. */
export const LONGEST_COMMAND = 160 * 1024
/** Commands in one request. */
export const MOST_COMMANDS = 50

const readCommand = record<Command>({
  v: versionOne,
  id: commandId,
  desk: deviceId,
  n: count,
  rights: count,
  at: nullable(instant),
  about: like<string>(/^[0-9a-f]{32}$/),
  after: nullable(commandId),
  instead: optional(commandId),
  what: deed,
})

/** The body as it is sent and signed. */
export function formatCommand(command: Command): string {
  const body = canonicalJson(command)
  if (utf8(body).length > LONGEST_COMMAND) throw new RangeError('a command that is too long')
  return body
}

/**
 * Reads a body; who said it is a question of `verifyCommand`. Unlike what readers get, a command with a key that is not
 * known here is refused: what it says would be lost without a word.
 */
export function parseCommand(body: string): Command {
  if (body.length > LONGEST_COMMAND || utf8(body).length > LONGEST_COMMAND)
    malformed('command', 'length')
  const command = readCommand(parseCanonical(body, 'command'), 'command')
  return canonicalJson(command) === body ? command : malformed('command', 'keys')
}

/** What the desk signs. */
export const commandMessage = (desk: string, body: string): Uint8Array =>
  utf8(`sambar/command/v1\n${desk}\n${body}`)

/** Throws SIGNATURE_WRONG unless the desk that holds this key said it, of itself. */
export async function verifyCommand(
  key: PlatformKey,
  desk: string,
  { body, signature }: SignedCommand,
): Promise<Command> {
  if (!(await isSignedBy(key, commandMessage(desk, body), signature, 'command')))
    throw new VerificationError('SIGNATURE_WRONG', { what: 'command' })
  const command = parseCommand(body)
  return command.desk === desk ? command : malformed('command', 'desk')
}

/** What was said, whichever desk says it and however often: by this the county knows a command again. */
export const commandHash = ({ id, about, after, instead, what }: Command): Promise<Hash> =>
  hashOf(utf8(canonicalJson({ id, about, after, instead, what })))

/** A draft's text by name, known before the county has it: `submit` names what it hands over. */
export const draftHash = (draft: AffairDraft): Promise<Hash> => hashOf(utf8(canonicalJson(draft)))

/** `POST /api/v1/commands` */
export interface CommandsRequest {
  v: 1
  desk: string
  commands: SignedCommand[]
}

const readRequest = record<CommandsRequest>({
  v: versionOne,
  desk: deviceId,
  commands: listOf(
    record<SignedCommand>({ body: textUpTo(LONGEST_COMMAND), signature: textUpTo(100) }),
    MOST_COMMANDS,
  ),
})

export const parseCommandsRequest = (value: unknown): CommandsRequest =>
  readRequest(value, 'commands')

/** Why a command was neither taken nor refused: it is to be sent again. */
export interface Again {
  id: CommandId
  /** `after`: the one before it is not here; `photo`: its picture is not whole; a word not known here is one of these. */
  why: string
}

export interface CommandsAnswer {
  v: 1
  /** A note: `verifyReceipts`. */
  receipts: string
  again: Again[]
}

const readAnswer = record<CommandsAnswer>({
  v: versionOne,
  receipts: textUpTo(1_000_000),
  again: listOf(record<Again>({ id: commandId, why: textUpTo(40) }), MOST_COMMANDS),
})

/** Reads the county's answer. Only what its receipts say is done. */
export const parseCommandsAnswer = (value: unknown): CommandsAnswer =>
  readAnswer(value, 'commandsAnswer')
