import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import decision from '../../../locales/en/decision.json' with { type: 'json' }
import described from '../../../locales/en/describe.json' with { type: 'json' }
import panel from '../../../locales/en/panel.json' with { type: 'json' }
import ui from '../../../locales/en/ui.json' with { type: 'json' }
import { reasonCodes } from '../../../policy/decision.ts'
import { holdProblems, holdStates } from '../../../protocol/hold.ts'
import { approvalStates } from '../../../protocol/http/approvals.ts'
import { enrolmentProblems } from '../../../protocol/messages/extension-page.ts'

const keys = new Set([
  ...Object.keys(ui),
  ...Object.keys(panel),
  ...Object.keys(decision),
  ...Object.keys(described),
])
const hasWords = (key: string) => keys.has(key) || keys.has(`${key}.other`)
const folders = ['ui', 'panel', 'sidepanel', 'sidepanel/describe', 'options', 'popup']

describe('the words of the extension pages', () => {
  test('there are words for every key the components name', async () => {
    const components = join(import.meta.dirname, '../../../components')
    const missing: string[] = []
    let named = 0
    for (const folder of folders) {
      for (const file of await readdir(join(components, folder))) {
        if (!/\.tsx?$/.test(file)) continue
        const source = await readFile(join(components, folder, file), 'utf8')
        for (const [, key] of source.matchAll(/\bt\(\s*'([^']+)'/g)) {
          named += 1
          if (key !== undefined && !hasWords(key)) missing.push(`${file}: ${key}`)
        }
      }
    }
    expect(missing).toEqual([])
    expect(named).toBeGreaterThan(80)
  })

  test('there are words for every reason, state and problem there can be', () => {
    const named = [
      ...reasonCodes.map((code) => `reason.${code}`),
      ...[...holdStates, ...approvalStates].map((state) => `state.${state}`),
      ...holdStates.map((state) => `announce.${state}`),
      ...approvalStates.flatMap((state) => [`announce.approval-${state}`, `request.${state}`]),
      ...[...holdProblems, ...enrolmentProblems].map((problem) => `error.${problem}`),
      ...['fresh', 'refresh-due', 'no-contact', 'expired'].map((lease) => `lease.${lease}`),
    ]
    expect(named.filter((key) => !hasWords(key))).toEqual([])
  })
})
