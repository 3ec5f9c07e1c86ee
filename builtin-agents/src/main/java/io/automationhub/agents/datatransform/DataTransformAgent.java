package io.automationhub.agents.datatransform;

import io.automationhub.agents.Handler;
import io.automationhub.agents.TypedAgent;

/** Makes lists, texts and documents into others. Expressions are CEL, as in workflows, without braces. */
public final class DataTransformAgent extends TypedAgent {

    /** An agent without collaborators. */
    public DataTransformAgent() {
        super(
                "data-transform",
                Handler.on("map", Lists.MapItems.class, Lists.Items.class, Lists::map),
                Handler.on("filter", Lists.Filter.class, Lists.Items.class, Lists::filter),
                Handler.on("sort", Lists.Sort.class, Lists.Items.class, Lists::sort),
                Handler.on("group", Lists.Group.class, Lists.Groups.class, Lists::group),
                Handler.on("join", Lists.Join.class, Lists.Joined.class, Lists::join),
                Handler.on("flatten", Lists.Flatten.class, Lists.Items.class, Lists::flatten),
                Handler.on("distinct", Lists.Distinct.class, Lists.Items.class, Lists::distinct),
                Handler.on("pick", Lists.Pick.class, Lists.Items.class, Lists::pick),
                Handler.on("csv-parse", Documents.CsvParse.class, Documents.Rows.class, Documents::csvParse),
                Handler.on("csv-format", Documents.CsvFormat.class, Documents.Text.class, Documents::csvFormat),
                Handler.on("json-parse", Documents.Text.class, Documents.Value.class, Documents::jsonParse),
                Handler.on("xml-parse", Documents.Text.class, Documents.Value.class, Documents::xmlParse),
                Handler.on("base64", Texts.Base64Text.class, Documents.Text.class, Texts::base64),
                Handler.on("hash", Texts.Hash.class, Texts.Hashed.class, Texts::hash),
                Handler.on("template", Texts.Template.class, Documents.Text.class, Texts::template));
    }
}
