/*
 * Copyright 2026-present the ClusterBoot authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.clusterboot.sample.web;

import java.util.List;

import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * A page with notes in a database, and in the session the number of those that this
 * client left. Both are in the memory of one worker, which a real application would
 * avoid.
 */
@Controller
final class NoteController {

	private static final String COUNT = "count";

	private final JdbcClient database;

	NoteController(JdbcClient database) {
		this.database = database;
	}

	@GetMapping("/notes")
	String notes(@ModelAttribute("note") Note note, HttpSession session, Model model) {
		return page(session, model);
	}

	@PostMapping("/notes")
	String add(@Valid @ModelAttribute("note") Note note, BindingResult errors, HttpSession session, Model model) {
		if (errors.hasErrors()) {
			return page(session, model);
		}
		this.database.sql("insert into note (text) values (?)").param(note.text()).update();
		session.setAttribute(COUNT, count(session) + 1);
		return "redirect:/notes";
	}

	private String page(HttpSession session, Model model) {
		List<String> notes = this.database.sql("select text from note order by id").query(String.class).list();
		model.addAttribute("notes", notes);
		model.addAttribute("pid", ProcessHandle.current().pid());
		model.addAttribute(COUNT, count(session));
		return "notes";
	}

	private static int count(HttpSession session) {
		return (session.getAttribute(COUNT) instanceof Integer count) ? count : 0;
	}

}
