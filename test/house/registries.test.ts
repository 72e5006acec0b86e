import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { guardrails } from '../../policy/guardrails/registry.ts'
import { auditDetailSchemas } from '../../protocol/audit/registry.ts'
import { checkPacks } from '../../sites/registry.ts'
import { namesIn, root } from './source-files.ts'

const modulesIn = (folder: string) =>
  namesIn(folder).filter((name) => name.endsWith('.ts') && name !== 'registry.ts')

describe('guardrail registry', async () => {
  const files = modulesIn('policy/guardrails')
  const loaded = await Promise.all(
    files.map(
      async (file) => [basename(file, '.ts'), await import(join(root, 'policy/guardrails', file))] as const,
    ),
  )
  // A kind is a file that can be set and checked; the others in the folder are what kinds share.
  const kinds = loaded.filter(([, module]) => 'settings' in module && 'check' in module).map(([name]) => name)

  test('there are kinds', () => expect(kinds.length).toBeGreaterThan(0))

  test.each(kinds)('%s has its line in policy/guardrails/registry.ts', (kind) => {
    expect(
      guardrails.has(kind),
      `Add ['${kind}', …] to policy/guardrails/registry.ts, named as its file.`,
    ).toBe(true)
  })

  test.each([...guardrails.keys()])('%s is a file of that name', (kind) => {
    expect(kinds, `policy/guardrails/${kind}.ts must exist and export settings, words and check.`).toContain(
      kind,
    )
  })

  test.each([...guardrails.keys()])('%s has at least ten specification cases', (kind) => {
    const file = `test/specification/${kind}.json`
    expect(existsSync(join(root, file)), `Write ${file}.`).toBe(true)
    const read = JSON.parse(readFileSync(join(root, file), 'utf8')) as unknown
    const cases = Array.isArray(read) ? read : (read as { cases?: unknown }).cases
    expect(
      Array.isArray(cases) ? cases.length : 0,
      `${file} needs at least ten cases.`,
    ).toBeGreaterThanOrEqual(10)
  })
})

describe('audit registry', async () => {
  const types = Object.keys(auditDetailSchemas)
  const nameOf = (type: string) => type.replace('.', '-')
  const schemaOf = (name: string) =>
    `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Schema`
  const loaded = await Promise.all(
    modulesIn('protocol/audit').map(
      async (file) => [basename(file, '.ts'), await import(join(root, 'protocol/audit', file))] as const,
    ),
  )
  // A type is a file named <noun>-<past-participle>.ts with a schema of that name; the others are what types share.
  const files = loaded
    .filter(([name, module]) => name.includes('-') && schemaOf(name) in module)
    .map(([name]) => name)

  test.each(files)('%s has its line in protocol/audit/registry.ts', (file) => {
    expect(types.map(nameOf), `Add '${file.replace('-', '.')}' to protocol/audit/registry.ts.`).toContain(
      file,
    )
  })

  test.each(types)('%s is a file of that name', (type) => {
    expect(files, `Describe ${type} in protocol/audit/${nameOf(type)}.ts.`).toContain(nameOf(type))
  })
})

describe('site registry', () => {
  const sites = namesIn('sites').filter((name) => existsSync(join(root, 'sites', name, 'pack.json')))
  const { good, bad } = checkPacks()

  test('every listed pack is well-formed', () => expect(bad).toEqual([]))

  test.each(sites)('%s has its line in sites/registry.ts', (site) => {
    expect(
      good.map((pack) => pack.id),
      `Add sites/${site}/pack.json to sites/registry.ts; its id is ${site}.`,
    ).toContain(site)
  })

  test.each(good.map((pack) => pack.id))('%s is a folder with pack, README and expected surfaces', (site) => {
    for (const file of [
      `sites/${site}/pack.json`,
      `sites/${site}/README.md`,
      `test/sites/${site}/expected.json`,
    ]) {
      expect(existsSync(join(root, file)), `Write ${file}.`).toBe(true)
    }
  })
})
