import { describe, expect, test } from 'vitest'
import type { Policy } from '../../policy/bundle.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { prepareBundle } from '../../policy/prepare.ts'
import starter from '../../policy/starter/starter-policy.json' with { type: 'json' }
import { buildAction, buildBundle, buildFacts, noon } from './build.ts'

const prepared = prepareBundle(buildBundle(starter as unknown as Policy))

/** The packs of claims that stop an e-mail of the starter policy with this sentence in it. */
function packsOf(text: string): readonly string[] {
  const action = buildAction({ surface: 'email-send', content: [{ name: 'body', text }] })
  return evaluate(prepared, action, buildFacts(), noon)
    .reasons.filter(({ code }) => code === 'RESTRICTED_TERM')
    .map(({ rule }) => rule ?? '')
}

/** What each pack has to find, and plain sentences of the same trade that it has to leave alone. */
const fixtures: Readonly<Record<string, { readonly claims: string[]; readonly plain: string[] }>> = {
  'security-claims': {
    claims: [
      'Our platform is ISO 27001 certified.',
      'We offer bank-grade protection for every file.',
      'All messages have end-to-end encryption.',
      'We have never been breached.',
      'The service was penetration tested last month.',
      'Here is our SOC-2 report.',
    ],
    plain: [
      'The security team will join the call on Thursday.',
      'Please send your password reset request to the helpdesk.',
      'The bank approved the budget for this quarter.',
      'I locked the document so that nobody edits it by accident.',
      'Our test environment is ready for your team.',
      'Did the breach of the old contract delay your project?',
    ],
  },
  'healthcare-claims': {
    claims: [
      'The product is HIPAA ready.',
      'It is clinically proven.',
      'Hospitals report better patient outcomes.',
      'Our sensor is an FDA-cleared device.',
      'It was clinically tested in four studies.',
      'We store protected health information for you.',
    ],
    plain: [
      'The clinic asked for a second demo.',
      'I hope you feel better soon.',
      'Thank you for being so patient with us.',
      'The hospital group has eleven sites.',
      'Their health insurance renews in May.',
      'The outcome of the meeting was positive.',
    ],
  },
  'finance-claims': {
    claims: [
      'Expect tax savings in the first year.',
      'This is the best investment advice you will get.',
      'A guaranteed return from day one.',
      'Our fund will beat the market.',
      'With capital protection included.',
      'We are FINRA members.',
    ],
    plain: [
      'The finance team needs the invoice by Friday.',
      'Please return the signed offer when you can.',
      'Your investment in training is paying off.',
      'The market study is attached.',
      'Taxes are not included in the price.',
      'Who owns the budget on your side?',
    ],
  },
  'compliance-claims': {
    claims: [
      'We are fully compliant.',
      'The export is GDPR friendly.',
      'The tool is legally compliant everywhere.',
      'Our logs are audit-proof.',
      'It meets all legal requirements.',
      'This answer is legally binding.',
    ],
    plain: [
      'The compliance officer is on holiday until Monday.',
      'Could your legal team look at the offer?',
      'The audit took two days.',
      'All requirements are in the attached list.',
      'We follow the steps that you sent us.',
      'The regulator published a new calendar.',
    ],
  },
}

describe('claim packs of the starter policy', () => {
  test.each(Object.entries(fixtures))(
    'F26 %s finds each of its claims and leaves plain sentences alone',
    (pack, { claims, plain }) => {
      for (const claim of claims) expect(packsOf(claim), claim).toContain(pack)
      for (const sentence of plain) expect(packsOf(sentence), sentence).toEqual([])
    },
  )
})
