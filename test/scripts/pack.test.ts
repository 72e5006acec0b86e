import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { extensionId, packCrx, publicKeyOf } from '../../scripts/pack/crx.ts'
import { extensionKey } from '../../scripts/pack/extension-key.ts'
import { chromiumPolicy, updatesJson, updatesXml } from '../../scripts/pack/release.ts'

const folder = mkdtempSync(join(tmpdir(), 'pack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('packCrx', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const zip = Buffer.from('PK, and what follows')
  const crx = packCrx(zip, privateKey)

  test('puts a header of CRX3 before the zip, which it leaves as it is', () => {
    expect(crx.subarray(0, 4).toString()).toBe('Cr24')
    expect(crx.readUInt32LE(4)).toBe(3)
    expect(crx.subarray(12 + crx.readUInt32LE(8))).toEqual(zip)
  })

  test('signs the zip and the id with the key, so that any other zip or id is not signed', () => {
    const header = crx.subarray(12, 12 + crx.readUInt32LE(8))
    const [proof, signedData] = [fieldsOf(header).get(2), fieldsOf(header).get(10_000)]
    if (!proof || !signedData) throw new Error('a field is missing')
    const publicKey = fieldsOf(proof).get(1) ?? Buffer.alloc(0)
    expect(publicKey).toEqual(publicKeyOf(privateKey))
    expect(fieldsOf(signedData).get(1)).toEqual(
      createHash('sha256').update(publicKey).digest().subarray(0, 16),
    )
    const length = Buffer.alloc(4)
    length.writeUInt32LE(signedData.length)
    const isSigned = (bytes: Buffer) =>
      verify(
        'sha256',
        Buffer.concat([Buffer.from('CRX3 SignedData\0'), length, signedData, bytes]),
        createPublicKey({ key: publicKey, format: 'der', type: 'spki' }),
        fieldsOf(proof).get(2) ?? Buffer.alloc(0),
      )
    expect([isSigned(zip), isSigned(Buffer.from('PK, and what followt'))]).toEqual([true, false])
  })

  test('the id is the one browsers make of the key', () => {
    // The key of unpacked builds in scripts/build/manifest.ts, whose id a browser has shown.
    const known =
      'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2ggTTK7RRpQWdyLPZ2M2MMZq9R0ja+EMSjvtsU1K0KZxWLNI40nWIuHvxfIq3yB9MlN0ZV8jppTRU9qOl6oGtrfpRofuu0QVouNK2orV0k741VtIJjhmUu+yJAZD5/MqXUkogttiJ4jqTzXg/OAemx4woW7185vE0lSMkfsrTOU2HO9/bi66PYEnxxhsLhYIoaE0g7/EukvDv16DLtVs1dnnp8vBdsmDHCu7+wXJJkyZyEzQ4/ImZDf0u4MgcM9A7UuCvC/mhhjpdfadUKxTinA25/U2ImzndRwHx3tDfiwmYILE/40iA1VaAOr1mw3qMRMF2SOvNO5hHJ/NZ1+OBQIDAQAB'
    expect(extensionId(Buffer.from(known, 'base64'))).toBe('khihibffioeclaiefaghkgeoioblgmna')
  })
})

describe('extensionKey', () => {
  const path = join(folder, 'keys', 'extension.pem')

  test('is made once, for nobody else to read, and found again', () => {
    const made = extensionKey(path)
    const found = extensionKey(path)
    if (!made.ok || !found.ok) throw new Error('no key')
    expect([made.isNew, found.isNew]).toEqual([true, false])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(publicKeyOf(found.key)).toEqual(publicKeyOf(made.key))
  })

  test('is refused when others may read it, and when it is none', () => {
    chmodSync(path, 0o640)
    expect(extensionKey(path)).toEqual({ ok: false, problem: 'pack.key-readable' })
    chmodSync(path, 0o600)
    writeFileSync(path, 'no key')
    expect(extensionKey(path)).toEqual({ ok: false, problem: 'pack.key-damaged' })
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(extensionKey(path)).toEqual({ ok: false, problem: 'pack.key-damaged' })
  })
})

describe('a release', () => {
  const release = {
    ...{ id: 'a'.repeat(32), geckoId: 'x@example.test', version: '0.1.0.2' },
    ...{ url: 'https://c.test/extension', crx: Buffer.from('crx'), xpi: Buffer.from('xpi') },
  }

  test('says where its files are, and by which digest they are known', () => {
    const digest = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(updatesXml(release)).toContain(
      `codebase="https://c.test/extension/countersign-0.1.0.2.crx" version="0.1.0.2"`,
    )
    expect(updatesXml(release)).toContain(`hash_sha256="${digest('crx')}" size="3"`)
    expect(JSON.parse(updatesJson(release))).toEqual({
      addons: {
        'x@example.test': {
          updates: [
            {
              version: '0.1.0.2',
              update_link: 'https://c.test/extension/countersign-0.1.0.2.xpi',
              update_hash: `sha256:${digest('xpi')}`,
            },
          ],
        },
      },
    })
    expect(JSON.parse(chromiumPolicy(release))).toMatchObject({
      ExtensionSettings: { [release.id]: { update_url: 'https://c.test/extension/updates.xml' } },
    })
  })
})

/** The length-delimited fields of a protocol buffer. */
function fieldsOf(bytes: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>()
  let at = 0
  const varint = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const field = varint() >> 3
    const length = varint()
    fields.set(field, bytes.subarray(at, at + length))
    at += length
  }
  return fields
}
