fangxiu.setup_ticket_list();
