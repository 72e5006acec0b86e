import { Button } from '../../../../components/ui/Button.tsx'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { hasWords, t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { Operator } from '../../../../policy/condition.ts'
import { conditionWords } from '../condition-words.ts'
import { comparable, type ConditionRow, type RuleDraft } from './rule-draft.ts'
import { knownFields } from './known.ts'

const offered: readonly Operator[] = [
  'equals',
  'not-equals',
  'above',
  'at-least',
  'below',
  'at-most',
  'in',
  'not-in',
  'contains',
]

interface ConditionRowsProps {
  readonly draft: RuleDraft
  readonly policy: Policy
  readonly isWrong: boolean
  readonly onChange: (changed: Pick<RuleDraft, 'conditions'>) => void
}

/** When the rule counts at all: comparisons that must all hold. None = always. */
export function ConditionRows({ draft, policy, isWrong, onChange }: ConditionRowsProps) {
  const { conditions, other } = draft
  if (other !== null)
    return (
      <Notice kind="info" title={t('builder.other-condition')}>
        {conditionWords(other)}
      </Notice>
    )
  const set = (index: number, changed: Partial<ConditionRow>) =>
    onChange({ conditions: conditions.map((row, at) => (at === index ? { ...row, ...changed } : row)) })
  const facts = [...comparable, ...knownFields(policy).map((field) => `field.${field}`)]
  return (
    <div className="conditions">
      {conditions.map((row, index) => (
        <div
          className="condition"
          role="group"
          aria-label={t('builder.condition', { number: index + 1 })}
          key={index}
        >
          <Select
            aria-label={t('builder.fact')}
            value={row.fact}
            options={[...new Set([...facts, row.fact])].map((fact) => ({
              value: fact,
              label: factWords(fact),
            }))}
            onChange={(event) => set(index, { fact: event.target.value })}
          />
          <Select
            aria-label={t('builder.operator')}
            value={row.is}
            options={offered.map((is) => ({ value: is, label: t(`builder.is.${is}`) }))}
            onChange={(event) => set(index, { is: event.target.value as Operator })}
          />
          <TextInput
            aria-label={t('builder.value')}
            aria-invalid={isWrong && row.value.trim() === ''}
            value={row.value}
            onChange={(event) => set(index, { value: event.target.value })}
          />
          <Button
            variant="quiet"
            size="small"
            onClick={() => onChange({ conditions: conditions.filter((_, at) => at !== index) })}
          >
            {t('builder.remove-condition')}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        onClick={() =>
          onChange({ conditions: [...conditions, { fact: 'recipients.count', is: 'above', value: '' }] })
        }
      >
        {t(conditions.length === 0 ? 'builder.add-condition' : 'builder.and-condition')}
      </Button>
      {isWrong && <p className="ui-field-error">{t('builder.wrong.conditions')}</p>}
    </div>
  )
}

function factWords(fact: string): string {
  if (hasWords(`fact-name.${fact}`)) return t(`fact-name.${fact}`)
  return t('fact-name.field', { field: fact.replace(/^field\./, '') })
}
