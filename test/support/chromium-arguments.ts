/**
 * Playwright turns `ThirdPartyStoragePartitioning` off, and without it an extension frame in a web page is denied
 * IndexedDB and localStorage, which no user's browser does. Its switch can only be left out whole, by its exact text, so
 * the other features are turned off again here. `test/house/chromium-arguments.test.ts` fails when Playwright's list moves.
 */
const disabled = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
]

export const storageArguments = {
  leaveOut: [`--disable-features=${disabled.join(',')}`],
  putIn: [
    `--disable-features=${disabled.filter((feature) => feature !== 'ThirdPartyStoragePartitioning').join(',')}`,
  ],
}

/** A first start that reaches nobody and brings nothing. */
export const quietArguments = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]
