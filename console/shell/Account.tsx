import { useState } from 'react'
import { Button } from '../../components/ui/Button.tsx'
import { Field } from '../../components/ui/Field.tsx'
import { Select } from '../../components/ui/Select.tsx'
import { t } from '../../components/ui/words.ts'
import type { Session } from '../../protocol/http/session.ts'
import type { Failure } from '../call.ts'
import { Link } from '../Link.tsx'
import { routesFor } from '../routes.ts'
import { FailureNotice } from '../FailureNotice.tsx'
import { chooseTheme, themes, useTheme } from '../theme.ts'

interface AccountProps {
  readonly session: Session
  readonly onSignOut: () => Promise<Failure | null>
}

/** Who is signed in, with the theme and sign-out in a popover of the platform (Escape and a press outside close it). */
export function Account({ session, onSignOut }: AccountProps) {
  const theme = useTheme()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [leaving, setLeaving] = useState(false)
  const roles = session.roles.map((role) => t(`role.${role}`)).join(', ')

  async function leave() {
    setLeaving(true)
    setFailure(await onSignOut())
    setLeaving(false)
  }

  return (
    <div className="account">
      <button type="button" className="account-open" popoverTarget="account-menu">
        <span className="account-initials" aria-hidden="true">
          {initials(session.person.name)}
        </span>
        <span className="account-who">
          <bdi>{session.person.name}</bdi>
          <span className="account-roles">{roles}</span>
        </span>
      </button>
      <div id="account-menu" className="account-menu" popover="auto">
        <dl className="account-facts">
          <dt>{t('account.signed-in')}</dt>
          <dd>
            <bdi>{session.person.name}</bdi>
            <br />
            <bdi>{session.person.email}</bdi>
          </dd>
          <dt>{t('account.roles')}</dt>
          <dd>{roles}</dd>
          {session.groups.length > 0 && (
            <>
              <dt>{t('account.groups')}</dt>
              <dd>{session.groups.join(', ')}</dd>
            </>
          )}
          <dt>{t('account.tenant')}</dt>
          <dd>{session.tenant}</dd>
        </dl>
        <Field label={t('theme')}>
          <Select
            value={theme}
            options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
            onChange={(event) => {
              const chosen = themes.find((value) => value === event.target.value)
              if (chosen) chooseTheme(chosen)
            }}
          />
        </Field>
        {routesFor(session).some(({ area }) => area === 'passkeys') && (
          <Link to="/passkeys">{t('nav.passkeys')}</Link>
        )}
        {failure && <FailureNotice failure={failure} />}
        <Button busy={leaving} onClick={() => void leave()}>
          {t('sign-out')}
        </Button>
      </div>
    </div>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => firstLetter(word ?? ''))
    .join('')
    .toUpperCase()
}

/** As a reader counts letters: an accent or a flag is part of one. */
function firstLetter(word: string): string {
  return [...new Intl.Segmenter().segment(word)][0]?.segment ?? ''
}
