import { createHash } from 'node:crypto'

export interface Release {
  readonly id: string
  readonly geckoId: string
  readonly version: string
  /** Where the files are served, without a slash at the end. */
  readonly url: string
  readonly crx: Buffer
  readonly xpi: Buffer
}

export const oldestChromium = '123'

export const crxName = (version: string) => `countersign-${version}.crx`
export const xpiName = (version: string) => `countersign-${version}.xpi`

/** What Chromium and Edge ask every few hours. */
export function updatesXml({ id, version, url, crx }: Release): string {
  const file = `codebase="${url}/${crxName(version)}" version="${version}" prodversionmin="${oldestChromium}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">',
    `  <app appid="${id}">`,
    `    <updatecheck ${file} hash_sha256="${sha256(crx)}" size="${crx.length}"/>`,
    '  </app>',
    '</gupdate>',
    '',
  ].join('\n')
}

/** What Firefox asks. It updates only to a file that Mozilla signed, whatever stands here. */
export function updatesJson({ geckoId, version, url, xpi }: Release): string {
  const update = {
    version,
    update_link: `${url}/${xpiName(version)}`,
    update_hash: `sha256:${sha256(xpi)}`,
  }
  return `${JSON.stringify({ addons: { [geckoId]: { updates: [update] } } }, null, 2)}\n`
}

/** The part of a Chromium policy that is the same for every browser of the fleet, with the id of this key. */
export function chromiumPolicy({ id, url }: Pick<Release, 'id' | 'url'>): string {
  const install = {
    installation_mode: 'force_installed',
    update_url: `${url}/updates.xml`,
    // Without it the manifest decides where updates come from, and one from the store would ask the store.
    override_update_url: true,
  }
  return `${JSON.stringify({ ExtensionSettings: { [id]: install } }, null, 2)}\n`
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
