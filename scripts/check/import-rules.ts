import type { IForbiddenRuleType } from 'dependency-cruiser'

/** Every folder whose imports are governed; `test/house/import-rule.test.ts` checks that each file in them was read. */
export const governed = [
  'background',
  'backtest',
  'cli',
  'components',
  'console',
  'content-scripts',
  'entrypoints',
  'policy',
  'practice',
  'protocol',
  'reading',
  'server',
  'signer',
  'sites',
] as const
type Folder = (typeof governed)[number]

/** Who may import whom (docs: ARCHITECTURE.md). A folder may always import itself; type imports count as well. */
const mayImport: Readonly<Record<Folder, readonly string[]>> = {
  background: ['policy', 'protocol', 'sites', 'locales'],
  // Runs in the console's worker and in Node: the core and what is on the wire, nothing of a runtime.
  backtest: ['policy', 'protocol'],
  cli: ['policy', 'protocol', 'locales'],
  components: ['policy', 'protocol', 'reading', 'locales', 'background/db/queries\\.ts'],
  console: ['backtest', 'components/ui', 'policy', 'protocol', 'reading', 'locales'],
  'content-scripts': ['policy', 'protocol', 'reading'],
  entrypoints: [
    'background/start\\.ts',
    'content-scripts/start\\.ts',
    'content-scripts/engine/start\\.ts',
    'content-scripts/page-world/start\\.ts',
    'content-scripts/picker/start\\.ts',
    'content-scripts/assist/start\\.ts',
    'content-scripts/health/start\\.ts',
    'components/\\w+/mount\\.tsx',
  ],
  // Types only: what a slice carries of a site pack. `core-stands-alone` below keeps it that way.
  policy: ['protocol/site-pack\\.ts'],
  practice: ['policy', 'locales'],
  protocol: ['policy'],
  // Runs in every governed frame: `page-scripts-stay-small` holds it too, through its importers.
  reading: ['policy', 'protocol'],
  server: ['policy', 'protocol', 'sites', 'locales'],
  // The zone of the private keys: nobody imports it, the server and the command line start it.
  signer: ['policy', 'protocol', 'locales'],
  sites: ['policy', 'protocol'],
}

const tables = governed.map((folder): IForbiddenRuleType => ({
  name: `${folder}-stays-in-its-house`,
  comment: `${folder}/ may import only itself${mayImport[folder].map((other) => `, ${other}`).join('')}`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    couldNotResolve: false,
    dependencyTypesNot: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
    pathNot: [folder, ...mayImport[folder]].map((path) => `^${path}(/|$)`),
  },
}))

/** Rules over every import, type imports included. */
export const importRules: readonly IForbiddenRuleType[] = [
  ...tables,
  {
    name: 'design-system-stands-alone',
    comment: 'components/ui is shared with the console, so it may not know the extension',
    severity: 'error',
    from: { path: '^components/ui/' },
    to: { path: '^(components/(?!ui/)|background/)' },
  },
  {
    name: 'one-door-to-zod',
    comment: 'Import z from policy/zod.ts: it sets jitless before the first schema',
    severity: 'error',
    from: { pathNot: '^policy/zod\\.ts$' },
    to: { path: '(^|/)node_modules/zod/' },
  },
  {
    name: 'nothing-unresolved',
    comment: 'The import names no file and no installed package',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
]

/** Rules over what is left at run time, when type imports are gone. */
export const runtimeRules: readonly IForbiddenRuleType[] = [
  {
    name: 'page-scripts-stay-small',
    comment: 'Nothing a content script reaches at run time may load zod, React, zustand or Dexie',
    severity: 'error',
    from: { path: '^(content-scripts/|entrypoints/[^/]+\\.content\\.ts$)' },
    to: { path: '(^|/)node_modules/(zod|react|react-dom|zustand|dexie|dexie-react-hooks)/', reachable: true },
  },
  {
    name: 'journeys-use-the-product',
    comment:
      'A journey goes through the browser and the public API: nothing it imports may reach server/ or policy/',
    severity: 'error',
    from: { path: '^test/(e2e|firefox)/' },
    to: { path: '^(server|policy)/', reachable: true },
  },
  {
    name: 'core-stands-alone',
    comment: 'policy/ runs in every runtime, so at run time it needs nothing but itself and zod',
    severity: 'error',
    from: { path: '^policy/' },
    to: { pathNot: '^policy/|(^|/)node_modules/zod/' },
  },
  {
    name: 'no-circle',
    comment: 'Modules that need each other at load time break when either is loaded first',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
]
