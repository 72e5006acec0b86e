import { Card } from '../../../../components/ui/Card.tsx'
import { EmptyState } from '../../../../components/ui/EmptyState.tsx'
import { formatDate, t } from '../../../../components/ui/words.ts'
import { useState } from 'react'
import type { Policy } from '../../../../policy/bundle.ts'
import { ApproverTable } from './ApproverTable.tsx'
import { effortOf } from './effort.ts'
import { Fidelity } from './Fidelity.tsx'
import { OutcomeBars } from './OutcomeBars.tsx'
import { WhoTable } from './WhoTable.tsx'
import { RuleTable } from './RuleTable.tsx'
import { Samples } from './Samples.tsx'
import { Summary } from './Summary.tsx'
import type { Finished } from './use-backtest.ts'
import { byGroup, byPerson } from './who.ts'

interface ResultProps {
  readonly finished: Finished
  readonly active: Policy
}

/** What a run found: the sentence first, then the picture, then by rule, by people, and single decisions. */
export function Result({ finished, active }: ResultProps) {
  const { report, plan, draft } = finished
  const [minutes, setMinutes] = useState(effortOf(plan).minutes)
  if (report.total + report.unreadable === 0) {
    return (
      <Card>
        <EmptyState title={t('try.none')} text={t('try.none.text')} />
      </Card>
    )
  }
  const policies = [draft, active]
  return (
    <>
      <Card
        title={t('try.result')}
        text={t('try.result-text', { from: formatDate(plan.from), to: formatDate(plan.to) })}
      >
        <Summary finished={finished} minutes={minutes} onMinutes={setMinutes} />
        <OutcomeBars all={report.all} />
      </Card>
      <Fidelity report={report} policies={policies} people={plan.people} />
      <Card title={t('try.rules')} text={t('try.rules-text')} flush>
        <RuleTable report={report} policies={policies} />
      </Card>
      <Card title={t('try.approvers')} text={t('try.approvers-text')} flush>
        <ApproverTable report={report} minutes={minutes} />
      </Card>
      <Card title={t('try.groups')} text={t('try.groups-text')} flush>
        <WhoTable label={t('try.groups')} rows={byGroup(report, plan)} />
      </Card>
      <Card title={t('try.people')} text={t('try.people-text')} flush>
        <WhoTable label={t('try.people')} rows={byPerson(report, plan)} />
      </Card>
      <Samples report={report} policies={policies} people={plan.people} />
    </>
  )
}
