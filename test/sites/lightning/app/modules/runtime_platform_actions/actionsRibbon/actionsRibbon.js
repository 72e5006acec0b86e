import { LightningElement } from 'lwc'

export default class ActionsRibbon extends LightningElement {
  titles = ['New', 'Import', 'Send List Email', 'Printable View']

  handleAct(event) {
    this.dispatchEvent(new CustomEvent('act', { detail: event.detail }))
  }
}
