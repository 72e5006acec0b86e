import { isPin } from '../../policy/trust/root-chain.ts'
import { readValue } from '../db/values.ts'
import { managedConfiguration } from '../managed/take-managed.ts'
import type { Worker } from '../worker.ts'

/**
 * Which root counts, by its fingerprint: what the administrator's managed configuration says, else what was built in, else
 * what came with the enrolment code. There is no trust on first use without one of them.
 */
export async function pinOf(worker: Worker, fromCode: string | null): Promise<string | null> {
  const { compiledRoot } = worker.environment
  const pin = (await managedPin(worker)) ?? (isPin(compiledRoot) ? compiledRoot : fromCode)
  return pin?.toLowerCase() ?? null
}

/** The pin of an enrolled device: a managed or built-in one replaces what was stored, whenever it appears. */
export async function pinInForce(worker: Worker): Promise<string | null> {
  return pinOf(worker, (await readValue(worker.db, 'trust'))?.pin ?? null)
}

/** The code and the fingerprint it came with: `<code>.<at least 32 hex digits>`. */
export function readCode(text: string): { readonly code: string; readonly pin: string | null } {
  const [code = '', pin = ''] = text.trim().split('.')
  return { code, pin: isPin(pin) ? pin : null }
}

/** Of the configuration in force; the token for a fleet may carry the fingerprint as a code for one person does. */
async function managedPin(worker: Worker): Promise<string | null> {
  const { rootFingerprint, enrolmentToken = '' } = (await managedConfiguration(worker)) ?? {}
  return rootFingerprint ?? readCode(enrolmentToken).pin
}
