import type { SitePack, Surface } from '../../protocol/site-pack.ts'
import type { Control } from '../../protocol/messages/picker-port.ts'
import { adopt, page, sites } from '../page.ts'

/** A surface that is only a control, so that the engine's own search can be asked about it. */
export function surfaceFor(control: Control): Surface {
  return {
    id: 'draft',
    name: 'draft',
    operation: 'draft',
    when: { url: [], present: [], absent: [] },
    control: { ...control, locators: [...control.locators] },
    triggers: [{ on: 'click' }],
    record: null,
    fields: [],
    onlyChanges: false,
    recipients: [],
    content: [],
    volume: null,
    requests: [],
    success: { status: [], absent: null },
    backstop: 'none',
  }
}

/** Makes this copy of the engine believe in a pack without any policy. Only the picker's copy: the page's own is another. */
export function beDraftSite(): void {
  const pack: SitePack = {
    format: 1,
    id: 'draft',
    name: 'draft',
    version: 1,
    hosts: [],
    detect: ['html'],
    account: '/*',
    scopes: {},
    surfaces: [],
  }
  adopt({
    site: pack.id,
    tenant: '',
    bundleVersion: 0,
    bundleDigest: '',
    pack,
    workflows: [],
    rules: [],
    lists: [],
    overrideReasons: [],
    lease: 'fresh',
    killed: [],
    reserved: {},
    suggestions: [],
    whenUnavailable: 'allow',
  })
  page.site = sites.get(pack.id)
  page.isDetected = true
}
