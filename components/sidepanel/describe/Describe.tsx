import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import './describe.css'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { hasWords, t } from '../../ui/words.ts'
import { ControlStep } from './ControlStep.tsx'
import { steps } from './describe-state.ts'
import type { Step } from './describe-state.ts'
import { stepNumber } from './describe-store.ts'
import type { DescribeState, DescribeStore } from './describe-store.ts'
import { FieldsStep } from './FieldsStep.tsx'
import { pickKeys } from './pick-keys.ts'
import { PurposeStep } from './PurposeStep.tsx'
import { ReviewStep } from './ReviewStep.tsx'
import { SavedNote } from './SavedNote.tsx'
import { UseStep } from './UseStep.tsx'

/** An administrator describes one control of the page they look at, in five steps. */
export function Describe({ store }: { readonly store: DescribeStore }) {
  const state = useStore(store)
  const { step, doing, problem, saved, goTo, leave, stepPick, stopPicking } = state
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [step, saved])
  useEffect(
    () => (doing === 'picking' ? pickKeys(stepPick, stopPicking) : undefined),
    [doing, stepPick, stopPicking],
  )

  if (saved) return <SavedNote saved={saved} onAnother={() => void state.open()} onDone={leave} />
  const number = stepNumber(step)
  const next = steps[number]
  return (
    <main className="describe">
      <header className="describe-head">
        <p className="describe-progress" id="describe-progress">
          {t('describe.step', { number, of: steps.length })}
        </p>
        <progress aria-labelledby="describe-progress" value={number} max={steps.length} />
        <h1 ref={heading} tabIndex={-1}>
          {t(`describe.${step}.title`)}
        </h1>
        <p className="describe-text">{t(`describe.${step}.text`)}</p>
      </header>
      {problem !== null && (
        <Notice kind={problem === 'LOOKS_THE_SAME' ? 'warn' : 'error'}>
          {t(hasWords(`describe.problem.${problem}`) ? `describe.problem.${problem}` : `error.${problem}`)}
        </Notice>
      )}
      {doing === 'opening' ? <Spinner label={t('describe.opening')} /> : bodyOf(step, state)}
      <footer className="describe-foot">
        <Button
          variant="quiet"
          onClick={() => {
            const before = steps[number - 2]
            if (before) goTo(before)
            else leave()
          }}
        >
          {t(number === 1 ? 'describe.leave' : 'describe.back')}
        </Button>
        {problem === 'PAGE_NOT_ALLOWED' || problem === 'PAGE_GONE' || problem === 'SERVER_UNREACHABLE' ? (
          <Button onClick={() => (step === 'review' ? void state.save() : void state.open())}>
            {t('describe.again')}
          </Button>
        ) : null}
        {next ? (
          <Button variant="primary" disabled={!mayGoOn(state)} onClick={() => goTo(next)}>
            {t(step === 'use' && !state.description?.use ? 'describe.skip' : 'describe.next')}
          </Button>
        ) : (
          <Button
            variant="primary"
            busy={doing === 'saving'}
            disabled={!mayGoOn(state)}
            onClick={() => void state.save()}
          >
            {t('describe.save')}
          </Button>
        )}
      </footer>
    </main>
  )
}

function bodyOf(step: Step, state: DescribeState): ReactNode {
  switch (step) {
    case 'control':
      return <ControlStep state={state} />
    case 'purpose':
      return <PurposeStep state={state} />
    case 'fields':
      return <FieldsStep state={state} />
    case 'use':
      return <UseStep state={state} />
    case 'review':
      return <ReviewStep state={state} />
  }
  return step satisfies never
}

/** What a step asks for is there. */
function mayGoOn({ step, description }: DescribeState): boolean {
  if (!description) return false
  return step === 'control' || (description.name.trim() !== '' && description.workflow !== '')
}
