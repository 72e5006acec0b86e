import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { receiptText } from '../../../policy/grant.ts'
import type { Receipt } from '../../../policy/grant.ts'
import type { SignedReceipt } from './approval-record.ts'

const payloadType = 'application/vnd.countersign.receipt+json;v=1'

export type ReceiptSigner = (receipt: Receipt) => SignedReceipt

/** The key file is made once and is readable by its owner only. Nodes of one deployment share it. */
export function receiptSigner(path: string): ReceiptSigner {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  chmodSync(path, 0o600)
  const key = createPrivateKey(readFileSync(path))
  const keyid = keyIdOf(key)
  return (receipt) => {
    const text = receiptText(receipt)
    const sig = sign(null, preAuthenticated(text), key).toString('base64')
    return { payloadType, payload: text, signatures: [{ keyid, sig }] }
  }
}

/** DSSE: type and length are signed with the text, so that no document can be taken for one of another kind. */
export function preAuthenticated(payload: string): Buffer {
  return Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${Buffer.byteLength(payload)} ${payload}`)
}

function keyIdOf(key: KeyObject): string {
  return createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('hex')
}
