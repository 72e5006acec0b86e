import { LightningElement, api } from 'lwc'

export default class ActionRenderer extends LightningElement {
  @api label

  handleClick() {
    this.dispatchEvent(new CustomEvent('act', { detail: this.label }))
  }
}
