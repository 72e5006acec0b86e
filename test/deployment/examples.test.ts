import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkManaged } from '../../background/managed/check-managed.ts'
import { managedValues } from '../../protocol/managed.ts'
import schema from '../../public/managed-schema.json' with { type: 'json' }
import {
  readFirefox,
  readGoogleAdmin,
  readLinux,
  readProfile,
  readRegistry,
  readScript,
} from './read-example.ts'
import type { Example } from './read-example.ts'

const folder = join(import.meta.dirname, '../../docs/deployment')
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8')

const chromium: Readonly<Record<string, (text: string) => Example>> = {
  'chrome/linux-policy.json': readLinux,
  'chrome/macos.mobileconfig': readProfile,
  'chrome/windows.reg': readRegistry,
  'edge/linux-policy.json': readLinux,
  'edge/macos.mobileconfig': readProfile,
  'edge/windows.reg': readRegistry,
  'intune/countersign.ps1': readScript,
}

/** What Chromium does with a value: one of another type than its schema says is left out without a word. */
function asDelivered(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const types = schema.properties as Record<string, { type: string; items?: { type: string } }>
  const fits = ([name, value]: [string, unknown]) => {
    const { type, items } = types[name] ?? {}
    return Array.isArray(value)
      ? type === 'array' && value.every((one) => typeof one === items?.type)
      : typeof value === type
  }
  return Object.fromEntries(Object.entries(values).filter(fits))
}

describe('the examples of docs/deployment', () => {
  test('there is a reader for every file, so that none goes unchecked', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    const known = [...Object.keys(chromium), 'README.md', 'chrome/google-admin.json', 'firefox/policies.json']
    expect(files.toSorted()).toEqual(known.toSorted())
  })

  test.each(Object.entries(chromium))(
    '%s installs from the own server, and all of it is obeyed',
    (file, read) => {
      const { id, install, values } = read(textOf(file))
      expect(id).toMatch(/^[a-p]{32}$/)
      expect(install).toEqual({
        installation_mode: 'force_installed',
        update_url: 'https://countersign.example.com/extension/updates.xml',
        override_update_url: true,
      })
      expect(Object.keys(values)).toContain('hosts')
      expect(checkManaged(asDelivered(values), '')).toEqual({ ok: true, configuration: values })
    },
  )

  test('chrome/google-admin.json is obeyed, and enrols nobody by itself', () => {
    const values = readGoogleAdmin(textOf('chrome/google-admin.json'))
    expect(checkManaged(asDelivered(values), '')).toEqual({ ok: true, configuration: values })
    expect(values['enrolmentToken']).toBe(undefined)
  })

  test('firefox/policies.json is obeyed as it is: Firefox knows no schema', () => {
    const { id, install, values } = readFirefox(textOf('firefox/policies.json'))
    expect(id).toBe('countersign@countersign.example')
    expect(install).toMatchObject({ installation_mode: 'force_installed' })
    expect(checkManaged(values, '')).toEqual({ ok: true, configuration: values })
  })
})

describe('public/managed-schema.json', () => {
  test('knows exactly the values the worker knows', () => {
    expect(Object.keys(schema.properties).toSorted()).toEqual(Object.keys(managedValues).toSorted())
  })

  test('says of each value what it is for, and the table of values names it', () => {
    const readme = textOf('README.md')
    for (const [value, { title, description }] of Object.entries(schema.properties)) {
      expect([title, description].every((words) => words.length > 3)).toBe(true)
      expect(readme).toContain(`| \`${value}\``)
    }
  })
})
