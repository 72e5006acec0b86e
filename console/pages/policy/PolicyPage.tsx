import { t } from '../../../components/ui/words.ts'
import { Tabs } from '../../../components/ui/Tabs.tsx'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import { goTo, pathTo } from '../../router.ts'
import type { PageProps } from '../../routes.ts'
import { useResource } from '../../use-resource.ts'
import { NotFoundPage } from '../not-found/NotFoundPage.tsx'
import { PolicyEditor } from './PolicyEditor.tsx'
import { PolicyRules } from './PolicyRules.tsx'
import { PolicyVersions } from './PolicyVersions.tsx'
import './policy.css'
import { VersionFacts } from './VersionFacts.tsx'
import { VersionView } from './VersionView.tsx'

const views = ['rules', 'edit', 'versions'] as const

export function PolicyPage({ session, rest }: PageProps) {
  const current = useResource('policy', () => client.policy(), ['policy'])
  const edits = session.roles.includes('admin')
  const version = rest && /^[1-9]\d{0,8}$/.test(rest) ? Number(rest) : null
  const view =
    version === null ? (views.find((each) => each === rest) ?? (rest === null ? 'rules' : null)) : 'versions'
  if (view === null || (view === 'edit' && !edits)) return <NotFoundPage />

  return (
    <>
      <PageHead title={t('nav.policy')} text={t('policy.text')} />
      <Loaded of={current}>
        {(document) => (
          <>
            <VersionFacts document={document} />
            <Tabs
              label={t('policy.views')}
              selected={view}
              onSelect={(id) => goTo(pathTo(id === 'rules' ? '/policy' : `/policy/${id}`))}
              tabs={views
                .filter((each) => edits || each !== 'edit')
                .map((each) => ({ id: each, label: t(`policy.view.${each}`) }))}
            >
              {view === 'rules' && <PolicyRules policy={document.policy} />}
              {view === 'edit' && (
                <PolicyEditor current={document} onPublished={current.replace} onConflict={current.reload} />
              )}
              {view === 'versions' && version === null && <PolicyVersions current={document.version} />}
              {version !== null && <VersionView version={version} current={document} edits={edits} />}
            </Tabs>
          </>
        )}
      </Loaded>
    </>
  )
}
