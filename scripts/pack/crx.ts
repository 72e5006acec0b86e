import { createHash, createPublicKey, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/**
 * CRX3, the one format Chromium installs outside its store: `Cr24`, 3, the length of the header, the header, the zip. The
 * header is a protocol buffer with one proof (public key, signature) and the id the key stands for; what is signed is
 * "CRX3 SignedData" and a zero byte, the length of the signed part of the header, that part, and the zip.
 */
export function packCrx(zip: Buffer, key: KeyObject): Buffer {
  const publicKey = publicKeyOf(key)
  const signedData = bytesField(1, idBytesOf(publicKey))
  const what = [Buffer.from('CRX3 SignedData\0'), uint32(signedData.length), signedData, zip]
  const signature = sign('sha256', Buffer.concat(what), key)
  const proof = Buffer.concat([bytesField(1, publicKey), bytesField(2, signature)])
  const header = Buffer.concat([bytesField(2, proof), bytesField(10_000, signedData)])
  return Buffer.concat([Buffer.from('Cr24'), uint32(3), uint32(header.length), header, zip])
}

/** What the manifest calls `key`. */
export function publicKeyOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' })
}

/** The id every browser gives to what this key signs: 16 bytes of its digest in the letters a to p. */
export function extensionId(publicKey: Buffer): string {
  const letter = (digit: string) => String.fromCharCode(97 + Number.parseInt(digit, 16))
  return idBytesOf(publicKey).toString('hex').replace(/./g, letter)
}

function idBytesOf(publicKey: Buffer): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, 16)
}

function bytesField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest & 127) | 128)
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
