import { LightningElement } from 'lwc'

export default class ListViewManager extends LightningElement {}
