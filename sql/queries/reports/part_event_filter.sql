-- What the common parameters leave of `events e`: {part_event_filter} in other queries.
and (:name::text is null or e.name = :name) and (:channel::text is null or e.channel = :channel)
and (:country::text is null or griot_event_country(e.properties, e.context) = :country)
and (:campaign::text is null or coalesce(griot_short_text(e.properties->'campaignId'),
                                         griot_event_campaign(e.properties, e.context)) = :campaign)
and (:template::text is null or coalesce(griot_short_text(e.properties->'templateId'),
                                         griot_short_text(e.properties->'templateName')) = :template)
and (:agent::text is null or griot_short_text(e.properties->'agentId') = :agent)
and (:device::text is null or griot_event_device(e.context) = :device)
and (:property_path::text[] is null or e.properties #>> :property_path = :property_value)
