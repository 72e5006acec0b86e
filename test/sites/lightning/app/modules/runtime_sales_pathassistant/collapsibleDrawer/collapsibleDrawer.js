import { LightningElement, api } from 'lwc'
import { updateRecord } from 'aura/client'

const stages = ['Prospecting', 'Qualification', 'Proposal/Price Quote', 'Negotiation/Review']

export default class CollapsibleDrawer extends LightningElement {
  // Both kinds of shadow stand on one page.
  static shadowSupportMode = 'native'
  @api recordId
  current = 'Prospecting'

  get steps() {
    return stages.map((name) => ({ name, isCurrent: name === this.current }))
  }

  async handleComplete() {
    const next = stages[stages.indexOf(this.current) + 1]
    const answer = await updateRecord(this.recordId, { StageName: next })
    if (answer.actions[0].state === 'SUCCESS') this.current = next
  }
}
