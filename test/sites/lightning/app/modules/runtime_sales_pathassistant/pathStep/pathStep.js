import { LightningElement, api } from 'lwc'

export default class PathStep extends LightningElement {
  @api step

  get classes() {
    return `slds-path__item ${this.step.isCurrent ? 'slds-is-current slds-is-active' : 'slds-is-incomplete'}`
  }
}
