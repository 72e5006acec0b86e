import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { conformanceCases, fileOf } from './cases.ts'

/** Writes the case tables: `node test/conformance/generate.ts`. */
for (const [file, cases] of Object.entries(Object.groupBy(conformanceCases(), fileOf)))
  writeFileSync(join(import.meta.dirname, `${file}.json`), `${JSON.stringify(cases, null, 2)}\n`)
