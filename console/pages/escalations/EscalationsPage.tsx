import { useState } from 'react'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Tabs } from '../../../components/ui/Tabs.tsx'
import { t } from '../../../components/ui/words.ts'
import {
  escalationScopes,
  type EscalationScope,
  type EscalationView,
} from '../../../protocol/http/escalations.ts'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import type { PageProps } from '../../routes.ts'
import { goTo, pathTo } from '../../router.ts'
import { useResource } from '../../use-resource.ts'
import { AnswerDialog } from './AnswerDialog.tsx'
import { EscalationCard } from './EscalationCard.tsx'
import './escalations.css'

const listLimit = 200

/** Holds that reps handed to a human, the longest waiting first. */
export function EscalationsPage({ session, place }: PageProps) {
  const decides = session.roles.some((role) => role !== 'rep')
  const standard: EscalationScope = decides ? 'to-answer' : 'mine'
  const scope = (decides && escalationScopes.find((each) => each === place.query.get('scope'))) || standard
  const list = useResource(scope, () => client.escalations({ scope, limit: listLimit }), ['escalations'])
  const [answering, setAnswering] = useState<EscalationView | null>(null)

  async function answer(note: string) {
    if (!answering) return null
    const answered = await client.answerEscalation(answering.id, note)
    list.reload()
    if (!answered.ok) return answered.failure
    setAnswering(null)
    return null
  }

  const found = (
    <Loaded of={list}>
      {({ items, next }) =>
        items.length === 0 ? (
          <EmptyState title={t(`escalations.none.${scope}`)} text={t('escalations.none.text')} />
        ) : (
          <>
            <ul className="escalations">
              {items.map((item) => (
                <li key={item.id}>
                  <EscalationCard view={item} onAnswer={setAnswering} />
                </li>
              ))}
            </ul>
            {next !== null && <p>{t('escalations.more', { count: items.length })}</p>}
          </>
        )
      }
    </Loaded>
  )
  return (
    <>
      <PageHead title={t('nav.escalations')} text={t(`escalations.text-${decides ? 'decides' : 'mine'}`)} />
      {decides ? (
        <Tabs
          label={t('escalations.show')}
          selected={scope}
          onSelect={(chosen) => goTo(pathTo('/escalations', { scope: chosen === standard ? null : chosen }))}
          tabs={escalationScopes.map((each) => ({
            id: each,
            label: t(`escalations.scope.${each}`),
            ...(each === 'to-answer' && list.value ? { count: list.value.toAnswer } : {}),
          }))}
        >
          {found}
        </Tabs>
      ) : (
        found
      )}
      <AnswerDialog view={answering} onConfirm={answer} onClose={() => setAnswering(null)} />
    </>
  )
}
