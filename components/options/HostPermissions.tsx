import { useStore } from 'zustand'
import { Button } from '../ui/Button.tsx'
import { Card } from '../ui/Card.tsx'
import { Notice } from '../ui/Notice.tsx'
import { t } from '../ui/words.ts'
import type { OptionsStore } from './options-store.ts'

interface HostPermissionsProps {
  readonly store: OptionsStore
  readonly missing: readonly string[]
}

/** Each rep confirms each host once: what a pack governs outside the manifest runs nowhere before that. */
export function HostPermissions({ store, missing }: HostPermissionsProps) {
  const { allowedHere, declined, allowHosts } = useStore(store)
  if (missing.length === 0 && allowedHere.length === 0) return null
  return (
    <Card title={t('options.hosts')} text={missing.length > 0 ? t('options.hosts-text') : undefined}>
      <div className="options-stack" role="status">
        {declined && <Notice kind="warn">{t('options.hosts-declined')}</Notice>}
        {allowedHere.length > 0 && (
          <Notice kind="ok">
            {t('options.hosts-allowed', { hosts: allowedHere.map((one) => hostOf(one).name).join(', ') })}
          </Notice>
        )}
      </div>
      <ul className="options-hosts">
        {missing.map((pattern) => {
          const { name, isMany } = hostOf(pattern)
          return (
            <li key={pattern}>
              <span>{t(isMany ? 'options.hosts-wants-many' : 'options.hosts-wants', { host: name })}</span>
              <Button
                variant="primary"
                aria-label={t('options.hosts-allow-one', { host: name })}
                onClick={() => void allowHosts([pattern])}
              >
                {t('options.hosts-allow')}
              </Button>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function hostOf(pattern: string): { readonly name: string; readonly isMany: boolean } {
  const host = pattern.split('://')[1]?.split('/', 1)[0] ?? pattern
  return { name: host.replace(/^\*\./, '').replace(/:\*$/, ''), isMany: host.startsWith('*.') }
}
