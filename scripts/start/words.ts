import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const catalogue = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../locales/en/cli.json'), 'utf8'),
) as Record<string, string>

/** Words of the command line. @throws when the key is missing, which is a bug. */
export function say(key: string, params: Readonly<Record<string, string | number>> = {}): string {
  const sentence = catalogue[key]
  if (sentence === undefined) throw new Error(`No words for ${key}`)
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}

export function print(key: string, params: Readonly<Record<string, string | number>> = {}): void {
  process.stdout.write(`${say(key, params)}\n`)
}
