import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { manifestOf } from '../../scripts/build/manifest.ts'
import { checkPacks } from '../../sites/registry.ts'

const root = join(import.meta.dirname, '../..')
const sorted = (hosts: Iterable<string>) => [...new Set(hosts)].toSorted((a, b) => a.localeCompare(b))
const matchesOf = (entrypoint: string) => {
  const list = /matches: \[(.*?)\]/s.exec(readFileSync(join(root, 'entrypoints', entrypoint), 'utf8'))?.[1]
  return [...(list ?? '').matchAll(/'(.*?)'/g)].map(([, host = '']) => host)
}

describe('the manifest', () => {
  test.each(['chrome', 'firefox'])(
    'F97 for %s names the hosts of the built-in packs and no other, for itself and for its scripts',
    (browser) => {
      const supported = sorted(checkPacks().good.flatMap(({ hosts }) => hosts))
      expect(supported.length).toBeGreaterThan(0)
      const { host_permissions: granted } = manifestOf({ browser, command: 'build', mode: 'production' })
      expect(sorted(granted)).toEqual(supported)
      for (const entrypoint of ['crm.content.ts', 'page-world.content.ts'])
        expect(sorted(matchesOf(entrypoint)), entrypoint).toEqual(supported)
    },
  )
})
