import packageJson from '../../package.json' with { type: 'json' }
import { fleetHosts } from './fleet-hosts.ts'

/** A fleet's own build (`npm run pack`) names its hosts in the manifest; every other one asks the rep. */
const fleet = fleetHosts(process.env['COUNTERSIGN_HOSTS'] ?? '')
if (!fleet.ok) throw new Error(`COUNTERSIGN_HOSTS: ${fleet.wrong} is not a host.`)
/** Hosts governed without asking. Any other comes with a pack of its own and the rep's permission (ADR 31). */
export const governedHosts = ['http://127.0.0.1/*', 'http://localhost/*', ...fleet.hosts]
const anyHost = ['http://*/*', 'https://*/*']

/**
 * Gives unpacked builds the id khihibffioeclaiefaghkgeoioblgmna on every machine. The private half was thrown away: it
 * signs nothing, and the store gives the published extension another key.
 */
const unpackedKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2ggTTK7RRpQWdyLPZ2M2MMZq9R0ja+EMSjvtsU1K0KZxWLNI40nWIuHvxfIq3yB9MlN0ZV8jppTRU9qOl6oGtrfpRofuu0QVouNK2orV0k741VtIJjhmUu+yJAZD5/MqXUkogttiJ4jqTzXg/OAemx4woW7185vE0lSMkfsrTOU2HO9/bi66PYEnxxhsLhYIoaE0g7/EukvDv16DLtVs1dnnp8vBdsmDHCu7+wXJJkyZyEzQ4/ImZDf0u4MgcM9A7UuCvC/mhhjpdfadUKxTinA25/U2ImzndRwHx3tDfiwmYILE/40iA1VaAOr1mw3qMRMF2SOvNO5hHJ/NZ1+OBQIDAQAB'

/** Of a fleet's own build: its public key, where it asks for updates, and which build of this version it is. */
const {
  COUNTERSIGN_KEY: fleetKey = '',
  COUNTERSIGN_UPDATES: updates = '',
  COUNTERSIGN_BUILD: buildNumber = '',
} = process.env

/** No inline script, no remote code, nothing framed; `connect-src` is the server an administrator runs. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self' http://127.0.0.1:* http://localhost:* https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "object-src 'none'",
].join('; ')

interface Build {
  readonly browser: string
  readonly command: string
  readonly mode: string
}

/** What the manifest says beside the entrypoints, for every builder: WXT's, which ships, and the development one. */
export function manifestOf({ browser, command, mode }: Build) {
  return {
    name: '__MSG_extensionName__',
    short_name: '__MSG_extensionShortName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    // `activeTab`: an administrator describes a control on the page they are looking at.
    permissions: ['storage', 'alarms', 'declarativeNetRequest', 'scripting', 'activeTab'],
    host_permissions: governedHosts,
    optional_host_permissions: anyHost,
    web_accessible_resources: [
      {
        resources: ['panel.html', 'engine.js'],
        // Where the rep has allowed a host its page must be able to frame the panel; elsewhere nothing of ours asks for it.
        matches: anyHost,
        // Firefox gives every installation a random origin anyway and does not know the key.
        ...(browser === 'firefox' ? {} : { use_dynamic_url: true }),
      },
    ],
    // The development server loads modules and styles from itself; the browser's or WXT's own policy allows that.
    ...(command === 'build' ? { content_security_policy: { extension_pages: pagePolicy } } : {}),
    ...(buildNumber === '' ? {} : { version: `${packageJson.version}.${buildNumber}` }),
    ...(browser === 'firefox' ? firefox : chromium),
    ...(browser !== 'firefox' && mode !== 'store' ? { key: fleetKey === '' ? unpackedKey : fleetKey } : {}),
    ...(browser !== 'firefox' && updates !== '' ? { update_url: `${updates}/updates.xml` } : {}),
  }
}

const chromium = { minimum_chrome_version: '123', storage: { managed_schema: 'managed-schema.json' } }

const firefox = {
  browser_specific_settings: {
    gecko: {
      id: 'countersign@countersign.example',
      strict_min_version: '140.0',
      // Firefox asks for updates over https only.
      ...(updates.startsWith('https://') ? { update_url: `${updates}/updates.json` } : {}),
      data_collection_permissions: { required: ['websiteActivity' as const, 'websiteContent' as const] },
    },
  },
}
