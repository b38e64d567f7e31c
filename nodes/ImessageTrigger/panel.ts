import type { NodeHint, TriggerPanelDefinition } from 'n8n-workflow';

export const triggerPanel: TriggerPanelDefinition = {
	header: '',
	executionsHelp: {
		inactive:
			'The iMessage Trigger has two modes.<br /><br /><b>While you build</b>, click "Execute step" and send a message to your line: it runs the workflow once, here in the editor.<br /><br /><b>When it is ready</b>, publish the workflow. From then on every message runs it, and the runs appear in the list of <a data-key="executions">executions</a>, not in the editor.',
		active:
			'The iMessage Trigger has two modes.<br /><br /><b>While you build</b>, click "Execute step" and send a message to your line: it runs the workflow once, here in the editor. The published workflow runs for the same message too.<br /><br /><b>The published workflow</b> runs for every message, and its runs appear in the list of <a data-key="executions">executions</a>, not in the editor.',
	},
	activationHint: 'Once you have finished building the workflow, publish it, so that it runs without you watching the editor.',
};

export const triggerHints: NodeHint[] = [
	{
		type: 'warning',
		message: 'No event is selected, so nothing starts this workflow.',
		displayCondition: '={{ ($parameter["events"] || []).length === 0 }}',
		whenToDisplay: 'always',
		location: 'outputPane',
	},
	{
		type: 'info',
		message: 'Messages are gathered: a run starts some seconds after a person has stopped writing.',
		displayCondition: '={{ $parameter["receiveBy"] !== "webhook" && ($parameter["options"] || {}).gatherSeconds > 0 }}',
		whenToDisplay: 'beforeExecution',
		location: 'outputPane',
	},
];
