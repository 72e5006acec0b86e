import { checkBundle, checkKill, checkTimestamp } from '../../../policy/trust/check-documents.ts'
import type { Root } from '../../../policy/trust/documents.ts'
import { bundleEnvelopeSchema, streamMessageSchema } from '../../../protocol/http/devices.ts'
import { trustSchema } from '../../../protocol/http/trust.ts'
import { parseBounded } from '../../../policy/bounded-json.ts'

/**
 * The checks of the real client over what a fleet receives. Ten thousand browsers have ten thousand processors; here one
 * process plays them all, so most of them compare the text they got with one that was checked, and a sample (`isThorough`)
 * checks everything itself, every time.
 */
export function checkedTexts(root: Root) {
  const known = new Map<string, Promise<number>>()
  const once = (text: string, isThorough: boolean, check: () => Promise<number>): Promise<number> => {
    if (isThorough) return check()
    const found = known.get(text) ?? check()
    known.set(text, found)
    return found
  }
  return {
    /** Epoch of a stop that is obeyed. Throws on anything a client would not obey. */
    kill: (text: string, isThorough: boolean) =>
      once(text, isThorough, async () => {
        const message = streamMessageSchema.parse(parseBounded(text, 8))
        if (message.type !== 'kill.changed') throw new Error(message.type)
        const checked = await checkKill(message.envelope, root, { floor: null, killed: [] })
        if (!checked.ok) throw new Error(checked.reason)
        return checked.kill.epoch
      }),
    /** Version of the bundle that is current. */
    trust: (text: string, isThorough: boolean) =>
      once(text, isThorough, async () => {
        const trust = trustSchema.parse(parseBounded(text, 64))
        const checked = await checkTimestamp(trust.timestamp, root, null)
        if (!checked.ok) throw new Error(checked.reason)
        return checked.timestamp.bundle.version
      }),
    /** Version of the bundle that is activated. */
    bundle: (text: string, isThorough: boolean) =>
      once(`bundle ${text}`, isThorough, async () => {
        const trust = trustSchema.parse(parseBounded(text, 64))
        const envelope = bundleEnvelopeSchema.parse(trust.bundle)
        const current = await checkTimestamp(trust.timestamp, root, null)
        if (!current.ok) throw new Error(current.reason)
        const checked = await checkBundle(envelope, root, {
          ...{ floor: null, named: current.timestamp.bundle, killEpoch: current.timestamp.kill.epoch },
          clientVersion: '99.0.0',
        })
        if (!checked.ok) throw new Error(checked.reason)
        return checked.bundle.version
      }),
  }
}
export type CheckedTexts = ReturnType<typeof checkedTexts>
