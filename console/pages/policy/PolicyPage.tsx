import { Notice } from '../../../components/ui/Notice.tsx'
import { t } from '../../../components/ui/words.ts'
import { Tabs } from '../../../components/ui/Tabs.tsx'
import type { Answer } from '../../call.ts'
import { client } from '../../client.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import type { Rollout } from '../../../protocol/http/rollouts.ts'
import { PageHead } from '../../PageHead.tsx'
import { goTo, pathTo } from '../../router.ts'
import type { PageProps } from '../../routes.ts'
import { useResource } from '../../use-resource.ts'
import { NotFoundPage } from '../not-found/NotFoundPage.tsx'
import { Changes } from './Changes.tsx'
import './changes.css'
import { LearningView } from './learning/LearningView.tsx'
import { PolicyEditor } from './PolicyEditor.tsx'
import { PolicyRules } from './PolicyRules.tsx'
import { PolicyVersions } from './PolicyVersions.tsx'
import './policy.css'
import { RolloutCard } from './rollout/RolloutCard.tsx'
import { TryPage } from './try/TryPage.tsx'
import { VersionFacts } from './VersionFacts.tsx'
import { VersionView } from './VersionView.tsx'

const views = ['rules', 'build', 'edit', 'try', 'changes', 'learning', 'versions'] as const
const editing: readonly string[] = ['build', 'edit']
type View = (typeof views)[number]

export function PolicyPage({ session, rest }: PageProps) {
  const edits = session.roles.includes('admin')
  const decides = edits || session.roles.includes('approver')
  const current = useResource('policy', () => client.policy(), ['policy'])
  const saved = useResource(
    `draft ${edits}`,
    () => (edits ? client.policyDraft() : Promise.resolve(noDraft)),
    ['policy'],
  )
  const proposals = useResource(
    `proposals ${decides}`,
    () => (decides ? client.policyProposals() : Promise.resolve(noProposals)),
    ['policy'],
  )
  const rollout = useResource(
    `rollout ${decides}`,
    () => (decides ? client.rollout() : Promise.resolve(noRollout)),
    ['policy'],
  )
  const last = rollout.value?.rollout ?? null
  const openRollout = last && last.closedAt === null ? last : null
  const version = rest && /^[1-9]\d{0,8}$/.test(rest) ? Number(rest) : null
  const mayShow = (view: View) =>
    editing.includes(view) || view === 'try'
      ? edits
      : view === 'changes' || view === 'learning'
        ? decides
        : true
  const view =
    version === null ? (views.find((each) => each === rest) ?? (rest === null ? 'rules' : null)) : 'versions'
  if (view === null || !mayShow(view)) return <NotFoundPage />
  const open = proposals.value?.items.find(({ state }) => state === 'open')

  return (
    <>
      <PageHead title={t('nav.policy')} text={t('policy.text')} />
      {open && view !== 'changes' && (
        <Notice kind="warn" title={t('changes.notice', { name: open.author.name })}>
          <Link to="/policy/changes">{t('proposed.show')}</Link>
        </Notice>
      )}
      <Loaded of={current}>
        {(document) => (
          <>
            <VersionFacts document={document} />
            {last && isRecent(last) && (
              <RolloutCard
                rollout={last}
                edits={edits}
                onChanged={(changed) => {
                  rollout.replace({ rollout: changed })
                  current.reload()
                }}
              />
            )}
            <Tabs
              label={t('policy.views')}
              selected={view}
              onSelect={(id) => goTo(pathTo(id === 'rules' ? '/policy' : `/policy/${id}`))}
              tabs={views.filter(mayShow).map((each) => ({
                ...{ id: each, label: t(`policy.view.${each}`) },
                ...(each === 'changes' && open && { count: 1 }),
              }))}
            >
              {view === 'rules' && <PolicyRules policy={document.policy} showsEffects={decides} />}
              {editing.includes(view) && (
                <PolicyEditor
                  view={view === 'build' ? 'rules' : 'text'}
                  session={session}
                  current={document}
                  saved={saved}
                  openRollout={openRollout}
                  onPublished={(published) => {
                    current.replace(published)
                    rollout.reload()
                  }}
                  onProposed={proposals.reload}
                  onConflict={current.reload}
                />
              )}
              {view === 'try' && <TryPage current={document} saved={saved} />}
              {view === 'changes' && (
                <Changes
                  proposals={proposals}
                  session={session}
                  current={document}
                  onDecided={() => {
                    current.reload()
                    rollout.reload()
                  }}
                />
              )}
              {view === 'learning' && <LearningView draft={edits ? { current: document, saved } : null} />}
              {view === 'versions' && version === null && <PolicyVersions current={document.version} />}
              {version !== null && (
                <VersionView
                  key={version}
                  version={version}
                  current={document}
                  saved={saved}
                  edits={edits}
                  openRollout={openRollout}
                  onDone={(outcome) => {
                    current.reload()
                    proposals.reload()
                    rollout.reload()
                    if (outcome.kind !== 'conflict')
                      goTo(outcome.kind === 'published' ? '/policy' : '/policy/changes')
                  }}
                />
              )}
            </Tabs>
          </>
        )}
      </Loaded>
    </>
  )
}

/** What ended a day ago is told by the versions. */
function isRecent({ closedAt }: Rollout): boolean {
  return closedAt === null || Date.now() - Date.parse(closedAt) < 86_400_000
}

// Nobody is asked for what the server would refuse them.
const noDraft: Answer<{ draft: null }> = { ok: true, value: { draft: null } }
const noRollout: Answer<{ rollout: null }> = { ok: true, value: { rollout: null } }
const noProposals: Answer<{ items: [] }> = { ok: true, value: { items: [] } }
