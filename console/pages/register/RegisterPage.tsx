import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import { client } from '../../client.ts'
import { download } from '../../download.ts'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import { useResource } from '../../use-resource.ts'
import { found, RegisterFilter, type Wanted } from './RegisterFilter.tsx'
import { registerJson, registerTable } from './register-file.ts'
import './register.css'
import { RegisterTable } from './RegisterTable.tsx'

export function RegisterPage() {
  const register = useResource('register', () => client.register(), ['policy'])
  const [wanted, setWanted] = useState<Wanted>({ text: '', which: 'all' })
  const entries = register.value?.entries ?? []
  const none = entries.length === 0 ? 'register.none' : 'register.none-match'
  return (
    <div className="register">
      <PageHead
        title={t('nav.register')}
        text={t('register.text')}
        actions={
          entries.length > 0 && (
            <>
              <Button onClick={() => window.print()}>{t('register.print')}</Button>
              <Button onClick={() => download('register.csv', 'text/csv', registerTable(entries))}>
                {t('register.csv')}
              </Button>
              <Button onClick={() => download('register.json', 'application/json', registerJson(entries))}>
                {t('register.json')}
              </Button>
            </>
          )
        }
      />
      <Loaded of={register}>
        {(value) => (
          <>
            {value.unbound > 0 && (
              <Notice
                kind="warn"
                title={t('register.unbound', { count: value.unbound, all: value.entries.length })}
              >
                {t('register.unbound-text')}
              </Notice>
            )}
            <RegisterFilter wanted={wanted} onWanted={setWanted} />
            <Card
              flush
              title={t('register.found', {
                count: found(value.entries, wanted).length,
                all: value.entries.length,
              })}
              text={t('register.version', { version: value.version, at: formatDate(value.issuedAt) })}
            >
              <RegisterTable
                entries={found(value.entries, wanted)}
                empty={<EmptyState title={t(`${none}.title`)} text={t(`${none}.text`)} />}
              />
            </Card>
          </>
        )}
      </Loaded>
    </div>
  )
}
