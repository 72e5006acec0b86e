import type { Sample } from '../../../../backtest/report.ts'
import { sentTo } from '../../../../backtest/outcome.ts'
import { Dialog } from '../../../../components/ui/Dialog.tsx'
import { Diff } from '../../../../components/ui/Diff.tsx'
import { reasonWords } from '../../../../components/ui/reason-words.ts'
import { formatDate, t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { Decision, Reason } from '../../../../policy/decision.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'
import { missingWords, ruleName } from './rule-name.ts'
import { outcomeWords } from './SampleTable.tsx'

interface SampleDialogProps {
  readonly sample: Sample | null
  readonly policies: readonly Policy[]
  readonly people: BacktestPlan['people']
  readonly onClose: () => void
}

/** One decision: what was about to happen, as far as the record keeps it, and both words on it. */
export function SampleDialog({ sample, policies, people, onClose }: SampleDialogProps) {
  return (
    <Dialog open={sample !== null} wide title={t('try.sample')} onClose={onClose}>
      {sample && <Shown sample={sample} policies={policies} people={people} />}
    </Dialog>
  )
}

function Shown({
  sample,
  policies,
  people,
}: Omit<SampleDialogProps, 'onClose'> & { readonly sample: Sample }) {
  const { recorded, now, draft, missing } = sample
  const { subject, detail, at } = recorded.event
  const { fields, recipients, content, volume } = detail.action
  const name = people.find(({ id }) => id === recorded.person)?.name ?? t('try.unknown-person')
  return (
    <div className="try-sample">
      <p>
        <bdi>
          {t('try.sample-text', { name, at: formatDate(at), surface: `${subject.site}/${subject.surface}` })}
        </bdi>
      </p>
      {fields.length > 0 && <Diff fields={fields} />}
      <ul className="try-changes">
        {recipients.length > 0 && <li>{t('action.recipients-count', { count: recipients.length })}</li>}
        {volume !== null && <li>{t('action.volume', { count: volume })}</li>}
        {content.map((part) => (
          <li key={part.name}>
            <bdi>{t('try.content', { name: part.name, length: part.length })}</bdi>
          </li>
        ))}
        {missing.map((each) => (
          <li key={each}>{missingWords(each, policies)}</li>
        ))}
      </ul>
      <div className="try-both">
        <Word title={t('try.now')} decision={now} policies={policies.toReversed()} />
        <Word title={t('try.draft')} decision={draft} policies={policies} />
      </div>
    </div>
  )
}

interface WordProps {
  readonly title: string
  readonly decision: Decision | null
  readonly policies: readonly Policy[]
}

function Word({ title, decision, policies }: WordProps) {
  const said: readonly Reason[] = decision
    ? [...decision.reasons, ...decision.tips, ...decision.observed]
    : []
  const approvers = decision ? sentTo(decision) : []
  return (
    <section className="try-word">
      <h3>{title}</h3>
      <p className="try-word-outcome">{outcomeWords(decision)}</p>
      <ul>
        {said.map((reason, index) => (
          <li key={index}>
            <bdi>{ruleName(reason.rule ?? reason.code, policies)}</bdi>
            <span className="try-reason">
              <bdi>{reasonWords(reason)}</bdi>
            </span>
          </li>
        ))}
        {approvers.map((who, index) => (
          <li key={`to ${index}`}>
            <bdi>{t('try.sent-to', { who })}</bdi>
          </li>
        ))}
      </ul>
    </section>
  )
}
