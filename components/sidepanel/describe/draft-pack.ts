import type { DevicePack, DevicePackDraft } from '../../../protocol/http/packs.ts'
import { sitePackSchema } from '../../../protocol/site-pack.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import type { DescribedPage, Description } from './describe-state.ts'
import { surfaceOf } from './surface-of.ts'

/** Which pack a description goes into when no pack of the page is known: one for each host. */
export function packIdOf(url: string): string {
  return slugOf(new URL(url).host) || 'site'
}

/** Adds the description to the pack that was found, or makes a new one for this host. Null when the pack is full. */
export function draftOf(
  page: DescribedPage,
  description: Description,
  id: string,
  found: DevicePack | null,
): DevicePackDraft | null {
  const pack = found?.pack ?? newPack(page, id)
  const surface = surfaceOf(description, freeId(slugOf(description.name) || 'control', pack))
  const host = hostOf(page.url)
  const next = {
    ...pack,
    hosts: pack.hosts.some((one) => covers(one, page.url)) ? pack.hosts : [...pack.hosts, host],
    surfaces: [...pack.surfaces, surface],
  }
  const { origin, pathname } = new URL(page.url)
  return sitePackSchema.safeParse(next).success
    ? {
        revision: found?.revision ?? 0,
        pack: next,
        bindings: { ...found?.bindings, [surface.id]: description.workflow },
        origin: (origin + pathname).slice(0, 500),
        note: '',
      }
    : null
}

function newPack({ name, url, detect }: DescribedPage, id: string): SitePack {
  return {
    format: 1,
    id,
    name,
    version: 1,
    hosts: [hostOf(url)],
    // A host of its own is enough to tell the application by.
    detect: detect.length > 0 ? [...detect] : ['body'],
    account: '/*',
    scopes: {},
    surfaces: [],
  }
}

function hostOf(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}/*`
}

function covers(pattern: string, url: string): boolean {
  const { host, hostname } = new URL(url)
  const [, named = ''] = /:\/\/([^/]*)/.exec(pattern) ?? []
  return named === host || named === hostname || (named.startsWith('*.') && hostname.endsWith(named.slice(1)))
}

function freeId(wanted: string, { surfaces }: SitePack): string {
  const isTaken = (id: string) => surfaces.some((surface) => surface.id === id)
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? wanted : `${wanted}-${count}`
    if (!isTaken(id)) return id
  }
}

export function slugOf(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80)
}
