import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from '../../../policy/zod.ts'
import type { Parts } from '../../parts.ts'
import { normal } from '../devices/enrolment-code.ts'
import { rootFingerprint } from '../signing/trust-store.ts'
import { addCredential, newSecret } from './credential-store.ts'
import { findPerson, savePerson } from './person-store.ts'
import { practice } from './practice.ts'

const developmentSchema = z.object({
  consoleUrl: z.string(),
  enrolmentCode: z.string(),
  serviceKey: z.string(),
})
type Development = z.infer<typeof developmentSchema>

/**
 * The practice people, a code that enrols the rep's devices and a key that pushes explanations. What tools need of them is
 * in `development.json`, readable by its owner only, and stays the same from start to start.
 */
export async function seedDevelopment(parts: Parts, folder: string): Promise<void> {
  const { store, tenant, newId } = parts
  const path = join(folder, 'development.json')
  const kept = readKept(path)
  const development: Development = {
    consoleUrl: parts.origin(),
    enrolmentCode: kept?.enrolmentCode.split('.')[0] ?? newSecret('practice-'),
    serviceKey: kept?.serviceKey ?? newSecret('sk_'),
  }
  await store.transact({ tenant }, async (tx, now) => {
    for (const person of practice.people) await savePerson(tx, tenant, person, newId())
    const rep = await findPerson(tx, tenant, practice.people[0]?.email ?? '')
    const common = { tenant, created_at: now, reusable: true }
    await addCredential(tx, normal(development.enrolmentCode), {
      ...{ ...common, kind: 'enrolment', label: 'development', person: rep?.id ?? null },
    })
    await addCredential(tx, development.serviceKey, { ...common, kind: 'service', label: 'practice-ai' })
  })
  const fingerprint = await store.transact({ tenant }, (tx) => rootFingerprint(tx, tenant))
  const written = { ...development, enrolmentCode: `${development.enrolmentCode}.${fingerprint}` }
  writeFileSync(path, `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 })
}

/** A file that somebody has damaged is written anew. */
function readKept(path: string): Development | null {
  if (!existsSync(path)) return null
  try {
    return developmentSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
