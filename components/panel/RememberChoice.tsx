import { useId } from 'react'
import type { MemoryEnd, MemoryScope } from '../../policy/memory.ts'
import { memoryEnds } from '../../policy/memory.ts'
import type { HoldView } from '../../protocol/hold.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { memoryWords, recordWords, timeWords } from '../ui/memory-words.ts'
import { t } from '../ui/words.ts'
import { usePanel } from './panel-context.ts'

interface RememberChoiceProps {
  readonly view: HoldView
  readonly rule: string
}

/** "Don't ask me this again": for what, until when, and the whole of it in one sentence before it is given (F21). */
export function RememberChoice({ view, rule }: RememberChoiceProps) {
  const chosen = usePanel((state) => state.remembers[rule]) ?? null
  const remember = usePanel((state) => state.remember)
  const offer = view.memories?.[rule]
  if (offer === undefined) return null
  if (!offer.ok) return <p className="panel-soft">{t(`memory.refused.${offer.reason}`)}</p>

  const { scopes, until, matter } = offer
  const workflow = view.workflow?.name ?? matter.workflow
  const scopeWords = (scope: MemoryScope) =>
    t(`memory.scope.${scope}`, { record: recordWords(matter.record), workflow })
  const endWords = (end: MemoryEnd) => t(`memory.ends.${end}`, { time: timeWords(until[end]) })
  return (
    <div className="remember">
      <Checkbox
        label={t('memory.offer')}
        hint={t('memory.offer-hint')}
        checked={chosen !== null}
        onChange={(event) =>
          remember(rule, event.target.checked ? { scope: scopes[0] ?? 'record', ends: 'session' } : null)
        }
      />
      {chosen && (
        <>
          <Radios
            legend={t('memory.scope')}
            choices={scopes.map((scope) => [scope, scopeWords(scope)])}
            chosen={chosen.scope}
            onChoose={(scope) => remember(rule, { ...chosen, scope })}
          />
          <Radios
            legend={t('memory.ends')}
            choices={memoryEnds.map((end) => [end, endWords(end)])}
            chosen={chosen.ends}
            onChoose={(ends) => remember(rule, { ...chosen, ends })}
          />
          <p className="remember-words" role="status">
            {memoryWords({
              ...{ matter, scope: chosen.scope, ends: chosen.ends, until: until[chosen.ends] },
              ...{ ruleName: view.rules[rule]?.name ?? rule, workflowName: workflow },
            })}
          </p>
        </>
      )}
    </div>
  )
}

interface RadiosProps<Choice extends string> {
  readonly legend: string
  readonly choices: readonly (readonly [Choice, string])[]
  readonly chosen: Choice
  readonly onChoose: (choice: Choice) => void
}

function Radios<Choice extends string>({ legend, choices, chosen, onChoose }: RadiosProps<Choice>) {
  const group = useId()
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {choices.map(([choice, label]) => (
        <label key={choice} className="choice">
          <input type="radio" name={group} checked={chosen === choice} onChange={() => onChoose(choice)} />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
