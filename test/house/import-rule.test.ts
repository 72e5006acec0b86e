import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governed } from '../../scripts/check/import-rules.ts'
import { type ImportFindings, readImports } from '../../scripts/check/read-imports.ts'
import { projectFiles, root } from './source-files.ts'

/** One file that breaks one rule, and the rule that must name it. */
const planted: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['content-scripts-stays-in-its-house', 'content-scripts/a.ts', "import '../background/start.ts'"],
  [
    'page-scripts-stay-small',
    'content-scripts/b.ts',
    "import { schema } from '../policy/parse.ts'\nexport const b = schema",
  ],
  [
    'page-scripts-stay-small',
    'content-scripts/c.ts',
    "import { createElement } from 'react'\nexport const c = createElement",
  ],
  ['background-stays-in-its-house', 'background/start.ts', "import '../server/main.ts'"],
  ['server-stays-in-its-house', 'server/main.ts', "import '../console/main.ts'"],
  ['console-stays-in-its-house', 'console/main.ts', "import '../components/panel/mount.tsx'"],
  [
    'components-stays-in-its-house',
    'components/panel/mount.tsx',
    "import type { A } from '../../background/types.ts'\nexport type B = A",
  ],
  ['design-system-stands-alone', 'components/ui/card.ts', "import '../panel/mount.tsx'"],
  ['backtest-stays-in-its-house', 'backtest/run.ts', "import '../server/main.ts'"],
  ['cli-stays-in-its-house', 'cli/main.ts', "import '../server/main.ts'"],
  ['signer-stays-in-its-house', 'signer/main.ts', "import '../server/main.ts'"],
  ['policy-stays-in-its-house', 'policy/evaluate.ts', "import '../server/main.ts'"],
  ['core-stands-alone', 'policy/core.ts', "import 'react'"],
  ['one-door-to-zod', 'policy/parse.ts', "import { z } from 'zod/mini'\nexport const schema = z.string()"],
  ['journeys-use-the-product', 'test/e2e/j1.test.ts', "import '../support/through.ts'"],
  ['nothing-unresolved', 'protocol/gone.ts', "import './nowhere.ts'"],
  ['no-circle', 'protocol/one.ts', "import { two } from './two.ts'\nexport const one = () => two"],
]
const innocent: readonly (readonly [file: string, text: string])[] = [
  ['background/types.ts', 'export interface A { readonly a: 1 }'],
  ['protocol/two.ts', "import { one } from './one.ts'\nexport const two = () => one"],
  ['test/support/through.ts', "import '../../server/main.ts'"],
  [
    'content-scripts/types-only.ts',
    "import type { schema } from '../policy/parse.ts'\nexport type S = typeof schema",
  ],
]

describe('import rule', () => {
  let here: ImportFindings
  let there: ImportFindings
  const folder = mkdtempSync(join(tmpdir(), 'countersign-house-'))

  beforeAll(async () => {
    for (const [file, text] of [...planted.map(([, file, text]) => [file, text] as const), ...innocent]) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), `${text}\n`)
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    here = await readImports(root)
    there = await readImports(folder)
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('every governed source file is read', () => {
    const isGoverned = (file: string) =>
      governed.some((name) => file.startsWith(`${name}/`)) && /\.tsx?$/.test(file)
    const files = projectFiles().filter(isGoverned)
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter((file) => !here.modules.includes(file)).join('\n')).toBe('')
  })

  test('no import breaks the rule', () => {
    expect(here.violations.join('\n')).toBe('')
  })

  test.each(planted)('%s is caught when it is broken in %s', (rule, file) => {
    expect(
      there.violations.filter((line) => line.startsWith(`${file} `) && line.endsWith(`(${rule})`)),
    ).not.toEqual([])
  })

  test('a type import of a schema does not count against page scripts', () => {
    expect(there.violations.filter((line) => line.startsWith('content-scripts/types-only.ts '))).toEqual([])
  })
})
